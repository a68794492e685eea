"""What the running activity has used models for."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from contracts import ModelUsage


class Meter:
    """The sum of what was used, each currency by itself."""

    def __init__(self) -> None:
        self._by_currency: dict[str, ModelUsage] = {}

    @property
    def usage(self) -> list[ModelUsage]:
        """What was used so far."""
        return list(self._by_currency.values())

    def add(self, used: ModelUsage) -> None:
        """Add a call."""
        known = self._by_currency.get(used.currency)
        self._by_currency[used.currency] = used if known is None else known.and_also(used)


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
