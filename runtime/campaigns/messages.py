"""Messages to a campaign, put together from what an operator typed.

All functions that build one raise `WrongUse` for what does not fit.
"""

import getpass
import re
import socket
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from contracts import (
    CampaignState,
    CancelMessage,
    Contract,
    PauseMessage,
    Place,
    PublicationResolution,
    PublicationStatus,
    ResumeMessage,
    ReviewAction,
    ReviewDecision,
    as_prose,
    explain,
)
from runtime.refusals import WrongUse

DECISIONS: Final = {action.replace("_", "-"): action for action in ReviewAction}
RESOLVED_STATUSES: Final = {
    "sent": PublicationStatus.SENT,
    "not-sent": PublicationStatus.NOT_SENT,
}

_BEGINNING: Final = re.compile(r"[0-9a-f]{8,64}")

C = TypeVar("C", bound=Contract)
Word = TypeVar("Word")


def operator() -> str:
    """Return who sends the message, as the campaign's log shows it."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        name = "operator"
    # Neither has to be text that could stand in a log, whatever a system allows.
    return " ".join(as_prose(f"{name}@{socket.gethostname()}").split())[:200]


def pause(reason: str | None) -> PauseMessage:
    """Return the message that pauses."""
    return _build(PauseMessage, by=operator(), reason=reason)


def resume() -> ResumeMessage:
    """Return the message that goes on."""
    return _build(ResumeMessage, by=operator())


def cancel(reason: str | None, *, retract: bool) -> CancelMessage:
    """Return the message that cancels."""
    return _build(CancelMessage, by=operator(), reason=reason, retract=retract)


def review(decision: str, reviewer: str | None, comment: str | None, digest: str) -> ReviewDecision:
    """Return a decision about the report with this digest."""
    return _build(
        ReviewDecision,
        action=_one_of(DECISIONS, decision, "decision"),
        reviewer=operator() if reviewer is None else reviewer,
        comment=comment,
        report_digest=digest,
    )


def report_read(campaign: str, decision: str, digest: str | None) -> str:
    """Return how the digest of the report begins that a decision is about.

    Without a digest it is the present report's, but not for an approval: nobody approves what
    nobody has read.
    """
    if digest is None:
        if DECISIONS.get(decision) is ReviewAction.APPROVE:
            raise WrongUse(
                "an approval names the report that was read: read it with "
                f"'starter.py status {campaign}', then give 'starter.py review {campaign} approve "
                "--digest DIGEST' with the first 8 characters, or more, of 'report to review'"
            )
        return ""
    beginning = digest.strip().lower()
    if not _BEGINNING.fullmatch(beginning):
        raise WrongUse(
            f"--digest must be the first 8 to 64 characters (0-9, a-f) of 'report to review' as "
            f"'starter.py status {campaign}' shows it, not {digest!r}"
        )
    return beginning


def resolution(place: str, outcome: str, remote_id: str | None) -> PublicationResolution:
    """Return what a person found out about a publication.

    Args:
        place: A channel, or `channel.placement`.
        outcome: What was found, in the words of `RESOLVED_STATUSES`.
        remote_id: The channel's own name for it.

    Raises:
        WrongUse: One of them does not fit, or the name is missing for what was sent.
    """
    channel, placement = Place.parse(place)
    status = _one_of(RESOLVED_STATUSES, outcome, "outcome")
    if (status is PublicationStatus.SENT) != (remote_id is not None):
        raise WrongUse(
            "'sent' needs --remote-id, the channel's own name for what is there, and 'not-sent' "
            "has none"
        )
    return _build(
        PublicationResolution,
        channel=channel,
        placement=placement or None,
        status=status,
        remote_id=remote_id,
        by=operator(),
    )


def state(word: str) -> CampaignState:
    """Return the state that a word names."""
    return _one_of({known.value: known for known in CampaignState}, word.upper(), "state")


def _one_of(words: dict[str, Word], word: str, what: str) -> Word:
    if word not in words:
        raise WrongUse(f"the {what} must be one of {', '.join(words)}, not {word!r}")
    return words[word]


def _build(contract: type[C], **fields: Any) -> C:
    try:
        return contract(**fields)
    except ValidationError as error:
        raise WrongUse(explain(error)) from error
