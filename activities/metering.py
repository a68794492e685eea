"""What the running activity has used models for."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from contracts import ModelUsage, summed


class Meter:
    """The sum of what was used, each currency by itself."""

    def __init__(self) -> None:
        self.usage: list[ModelUsage] = []

    def add(self, used: ModelUsage) -> None:
        """Add a call."""
        self.usage = summed([*self.usage, used])


_METER: ContextVar[Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Generator[Meter]:
    """Add up what is used while the block runs."""
    meter = Meter()
    token = _METER.set(meter)
    try:
        yield meter
    finally:
        _METER.reset(token)


def meter_usage(used: ModelUsage) -> None:
    """Add a call to what the running activity has used, if anybody adds it up."""
    meter = _METER.get()
    if meter is not None:
        meter.add(used)
