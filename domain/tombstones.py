"""What stays of an execution whose tenant was erased: that it was, and what became of it.

A tombstone has ids, numbers, places and states, and no word of anybody's. It still answers whoever
asks for the execution or its publications, so neither happens a second time. What is left of a
text follows from the names of the fields that are kept: a field that a later release adds is left
out until somebody decides that it may stay. To do it again changes nothing.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from contracts import CampaignPayload, CampaignState, FailureReason

ERASED: Final = "erased"
"""Stands where the name of a person, a worker or a run would."""
_WHY: Final = "what the campaign said was erased with its tenant"

_OF_OUTCOME: Final = (
    "campaign_id",
    "tenant_id",
    "execution_id",
    "retry_count",
    "max_retries",
    "current_state",
    "terminal_reason",
    "places",
    "revision",
    "restarts",
    "duplicates_suppressed",
    "retry_of",
)
_OF_PUBLICATION: Final = ("channel", "placement", "status", "remote_id", "at")
"""The channel's own name for it is the proof that it is out."""
_OF_RESULT: Final = ("order", "by")


def outcome_left(text: str) -> str:
    """Return what stays of an outcome, as JSON.

    Raises:
        ValueError: It is no outcome.
    """
    said = _object(text)
    left = _only(said, _OF_OUTCOME)
    left["publications"] = [_publication(one) for one in said.get("publications", [])]
    if said.get("terminal_reason") is not None:
        left["terminal_details"] = _WHY
    if (cancellation := said.get("cancellation")) is not None:
        left["cancellation"] = {"by": ERASED, "retract": bool(cancellation.get("retract"))}
    return _written(left)


def outcome_of_unconcluded(campaign_id: UUID, tenant_id: UUID, execution_id: UUID) -> str:
    """Return what is remembered of an execution that came to no end of its own, as JSON."""
    ended = CampaignPayload(
        campaign_id=campaign_id,
        tenant_id=tenant_id,
        execution_id=execution_id,
        current_state=CampaignState.FAILED,
        terminal_reason=FailureReason.TIMEOUT,
    )
    return outcome_left(ended.model_dump_json())


def publication_left(text: str) -> str:
    """Return what stays of what one step of PUBLISH came to, as JSON.

    Raises:
        ValueError: It is no such result.
    """
    said = _object(text)
    left = _only(said, _OF_RESULT)
    return _written(left | {"publication": _publication(said.get("publication"))})


def campaign_of(outcome: str, tenant_id: UUID) -> UUID | None:
    """Return the campaign of an outcome that is a tenant's; `None` when it is not."""
    try:
        said = _object(outcome)
        is_theirs = UUID(str(said.get("tenant_id"))) == tenant_id
        return UUID(str(said.get("campaign_id"))) if is_theirs else None
    except ValueError:
        return None


def _publication(said: Any) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise ValueError("what was published is no object")  # noqa: TRY004 - of the text, not of us
    return _only(said, _OF_PUBLICATION)


def _only(said: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: said[name] for name in names if said.get(name) is not None}


def _object(text: str) -> dict[str, Any]:
    said = json.loads(text)
    if not isinstance(said, dict):
        raise ValueError("it is no object")  # noqa: TRY004 - as above
    return said


def _written(left: Mapping[str, Any]) -> str:
    return json.dumps(left, separators=(",", ":"), sort_keys=True)
