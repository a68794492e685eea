"""What an answer proves that is no success."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from activities.http.answer import Answer
from contracts import AnswerLost, CampaignError, PlatformRefused, PlatformUnavailable

Failure = Callable[[Answer, str, datetime], CampaignError]
"""What a call has come to whose answer is no success: the answer, who answered what, and when."""


def failure_of(answer: Answer, said: str, now: datetime) -> CampaignError:
    """Return what an order has come to whose answer is no success.

    Args:
        answer: The answer.
        said: Who answered what, as the beginning of a sentence.
        now: When; a server may name the moment until which it wants to be left alone.
    """
    retry_after = answer.retry_after(now)
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return PlatformUnavailable(f"{said}.", retry_after)
    if answer.is_refusal:
        return PlatformRefused(f"{said}: it was not published{_what_to_do(answer)}.")
    return AnswerLost(f"{said}: it may have been published.", retry_after)


def _what_to_do(answer: Answer) -> str:
    is_stranger = answer.status == HTTPStatus.UNAUTHORIZED
    return "; give it credentials that it accepts" if is_stranger else ""


def failure_before(answer: Answer, said: str, now: datetime) -> CampaignError:
    """Return what a call has come to whose answer is no success, and that makes nothing public."""
    if answer.is_refusal and answer.status != HTTPStatus.TOO_MANY_REQUESTS:
        return PlatformRefused(f"{said}{_what_to_do(answer)}.")
    return PlatformUnavailable(f"{said}.", answer.retry_after(now))


def failure_to_tell(answer: Answer, said: str, now: datetime) -> CampaignError:
    """Return what a question has come to whose answer is no success; it may be asked again."""
    return PlatformUnavailable(f"{said}.", answer.retry_after(now))


def failure_to_retract(answer: Answer, said: str, now: datetime) -> CampaignError:
    """Return what an order to take back has come to whose answer is no success."""
    retry_after = answer.retry_after(now)
    if answer.is_refusal:
        return PlatformUnavailable(f"{said}.", retry_after)
    return AnswerLost(f"{said}: it may have been taken back.", retry_after)
