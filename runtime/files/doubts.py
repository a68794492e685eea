"""What fits a request's contract and is hardly meant: it is said before it costs anything."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from contracts import Budget, CampaignRequest
from contracts.base import LONGEST
from domain.money import decimals_of, is_known, is_too_fine

_DAY: Final = "%Y-%m-%d"


def too_fine(budget: Budget) -> str | None:
    """Say what is wrong with an amount that nobody can pay; nothing when it can be paid."""
    total, currency = budget.total, budget.currency
    if not is_too_fine(total, currency):
        return None
    decimals = decimals_of(currency)
    has = f"{decimals} decimals" if decimals else "no decimals"
    return f"budget.total: {total} is finer than {currency}, which has {has}"


def doubts(request: CampaignRequest, now: datetime) -> Iterator[str]:
    """Say what is possible, and perhaps not meant.

    Args:
        request: The request.
        now: The present time, by which its moments are judged.
    """
    currency = request.budget.currency
    if not is_known(currency):
        yield f"budget.currency: {currency} is no currency that is known here: is it right?"
    opens, closes = request.timing.publish_not_before, request.timing.publish_before
    if closes is not None and closes <= now:
        yield f"timing.publish_before: {closes:{_DAY}} is past: nothing would be published"
    elif opens is not None and opens <= now:
        yield f"timing.publish_not_before: {opens:{_DAY}} is past: nothing would be waited for"
    for name, moment in (("publish_not_before", opens), ("publish_before", closes)):
        if moment is not None and moment > now + LONGEST:
            yield f"timing.{name}: {moment:{_DAY}} is more than a year away: is the year right?"
