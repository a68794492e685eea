"""What an operator calls a campaign or a tenant, judged before anything is started or asked."""

import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts import DEFAULT_TENANT, WORKFLOW_ID_PREFIX
from runtime.refusals import WrongUse

_BEGINNING: Final = re.compile(r"[0-9a-f][0-9a-f-]{0,35}")
_DASHES: Final = (8, 13, 18, 23)
"""Where the dashes of a UUID stand (RFC 9562 section 4)."""


@dataclass(frozen=True)
class CampaignName:
    """An execution id, or the beginning of one."""

    typed: str
    """What the operator typed, for messages."""
    beginning: str
    """The part of an execution id in small letters that it gives."""
    execution: UUID | None
    """The execution, when the whole id was given."""


def parse_id(text: str) -> UUID:
    """Return the id that a text is.

    Raises:
        WrongUse: It is none.
    """
    try:
        return UUID(text.strip())
    except ValueError as error:
        raise WrongUse(f"{text!r} is no id, such as {DEFAULT_TENANT}") from error


def parse_name(text: str) -> CampaignName:
    """Return what a text names: an execution id with or without `campaign-`, or its beginning.

    Raises:
        WrongUse: It cannot name any execution.
    """
    wanted = text.strip().lower().removeprefix(WORKFLOW_ID_PREFIX)
    try:
        execution = UUID(wanted)
    except ValueError:
        execution = None
    if execution is not None:
        return CampaignName(text, str(execution), execution)
    if not _BEGINNING.fullmatch(wanted) or any(
        (character == "-") != (place in _DASHES) for place, character in enumerate(wanted)
    ):
        raise WrongUse(
            f"{text!r} is no execution id; give one, or the beginning of one, as "
            "'starter.py list' shows them"
        )
    return CampaignName(text, wanted, None)
