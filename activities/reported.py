"""An error as the campaign learns of it: its class, its charge, and what was promised."""

from typing import Any

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from contracts import AnswerPending, CampaignError, Stopped, TooManyOpen


def told(error: CampaignError, *, begun: bool) -> ApplicationError:
    """Return an error as the campaign learns of it."""
    said: dict[str, Any] = {"charge": error.charge, "begun": begun}
    if isinstance(error, Stopped):
        said["held"] = True
    if isinstance(error, TooManyOpen):
        said["turned_away"] = True
    if isinstance(error, AnswerPending):
        said["pending"] = error.pending.model_dump(mode="json")
    return ApplicationError(
        str(error),
        said,
        type=error.reason.value,
        category=_category(error),
        non_retryable=error.final,
        next_retry_delay=error.retry_after,
    )


def _category(error: CampaignError) -> ApplicationErrorCategory:
    """Keep what is as somebody wants it out of the worker's log and its count of failures."""
    is_wanted = isinstance(error, Stopped | AnswerPending | TooManyOpen)
    return ApplicationErrorCategory.BENIGN if is_wanted else ApplicationErrorCategory.UNSPECIFIED
