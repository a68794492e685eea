"""Small pieces of text: times, shares and names as people read them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from contracts import CampaignState, CampaignStatus, ModelUsage, PublicationStatus, Rate
from domain.money import decimals_of

SHORT: Final = 8
"""Characters of an execution id that tables show; a unique beginning is enough for any command."""

_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86400

STATE_COLORS: Final = {CampaignState.FAILED: "red", CampaignState.IDLE: "green"}
PUBLICATION_COLORS: Final = {
    PublicationStatus.SENT: "green",
    PublicationStatus.NOT_SENT: "red",
    PublicationStatus.UNDER_WAY: "cyan",
    PublicationStatus.UNKNOWN: "yellow",
    PublicationStatus.RETRACTED: "yellow",
}


def plain(text: str) -> str:
    """Return text that cannot steer a terminal: control characters are shown, not obeyed."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)


def short(identity: UUID | str) -> str:
    """Return the beginning of an id."""
    return str(identity)[:SHORT]


def lasting(span: timedelta) -> str:
    """Return a stretch of time with the precision that matters at its length."""
    seconds = max(span.total_seconds(), 0.0)
    if seconds < _MINUTE:
        return f"{seconds:.1f} s"
    if seconds < _HOUR:
        return f"{int(seconds // _MINUTE)} min {int(seconds % _MINUTE)} s"
    if seconds < _DAY:
        return f"{int(seconds // _HOUR)} h {int(seconds % _HOUR // _MINUTE)} min"
    days, hours = int(seconds // _DAY), int(seconds % _DAY // _HOUR)
    return f"{days} d {hours} h" if hours else count(days, "day")


def moment(at: datetime | None) -> str:
    """Return a moment in UTC to the second."""
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def clock(at: datetime) -> str:
    """Return the time of day in UTC."""
    return f"{at.astimezone(UTC):%H:%M:%S}"


def share(rate: Rate | None) -> str:
    """Return a rate with its 95 % interval."""
    if rate is None or rate.value is None:
        return "–"
    return f"{rate.value:.2%} ({rate.low:.2%} to {rate.high:.2%})"


def money(amount: float | None, currency: str = "EUR") -> str:
    """Return an amount with the decimals of its currency, or a dash when there is none."""
    return "–" if amount is None else f"{amount:,.{decimals_of(currency)}f}"


def spent(usage: Sequence[ModelUsage]) -> str:
    """Say what models were used, and what that cost; nothing where none was."""
    return f"models: {'; '.join(map(_spent, usage))}" if usage else ""


def _spent(usage: ModelUsage) -> str:
    said = f"{count(usage.calls, 'call')}, {usage.cost:.4f} {usage.currency}"
    if not usage.estimated_calls:
        return said
    estimated = count(usage.estimated_calls, "call")
    return f"{said} at most (estimated for {estimated}: the endpoint does not count its tokens)"


def chain(status: CampaignStatus) -> list[str]:
    """Say of which failed executions one is the retry, and which is its own, a line for each."""
    former = ", then ".join(map(str, status.retry_of))
    said = [f"retry of {former}"] if former else []
    return said if status.retried_as is None else [*said, f"retried as {status.retried_as}"]


def count(number: int, word: str) -> str:
    """Return a number with its noun, such as `2 files`."""
    return f"{number} {word}" + ("" if number == 1 else "s")


def sentence(text: str) -> str:
    """Return text as a sentence: it begins with a capital and has an end."""
    if "://" not in text.partition(" ")[0]:  # an address stays as it is
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
