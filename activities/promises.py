"""What an earlier attempt at the present step was promised by the service that works on it."""

from contextvars import ContextVar

from contracts import PendingAnswer

_PROMISED: ContextVar[PendingAnswer | None] = ContextVar("promised", default=None)


def note_promise(pending: PendingAnswer | None) -> None:
    """Take what the running activity was told of earlier attempts."""
    _PROMISED.set(pending)


def promised() -> PendingAnswer | None:
    """Return what an earlier attempt was promised; `None` where the order is still to be given."""
    return _PROMISED.get()
