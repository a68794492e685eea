"""Finding campaigns by what Temporal lists of them."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from temporalio.client import Client, WorkflowExecution
from temporalio.common import RawValue

from activities.admission.open_campaigns import ARE_OPEN
from activities.retrying import Pauses, retry
from contracts import WORKFLOW_ID_PREFIX, WORKFLOW_TYPE, CampaignState, as_prose, execution_id_of
from contracts.names import MEMO_NAME, MEMO_RETRY_OF
from runtime.campaigns.names import CampaignName
from runtime.campaigns.replies import CampaignList, CampaignRow
from runtime.campaigns.stuck import stuck_among
from runtime.refusals import Sealed, Unknown
from runtime.temporal.converter import refuse_encrypted
from runtime.temporal.errors import translated_errors
from workflows.visibility import AWAITING_REVIEW, CAMPAIGN, REASON, STATE, TENANT

MAX_LISTED: Final = 1000
"""Campaigns in one answer: more than anybody reads."""

_OURS: Final = f'WorkflowType="{WORKFLOW_TYPE}"'
_BECOMES_VISIBLE: Final = Pauses(first=0.3, longest=0.3, within=2.1)
"""While a run that has just started is not listed yet."""


class _NotFound(Unknown):
    """No campaign's execution id begins like that."""


async def find(client: Client, name: CampaignName) -> UUID:
    """Return the execution that a name means.

    Raises:
        Unknown: It means none, or several.
    """
    if name.execution is not None:
        return name.execution
    text = name.typed
    query = f'{_OURS} AND WorkflowId STARTS_WITH "{WORKFLOW_ID_PREFIX}{name.beginning}"'

    async def listed() -> list[UUID]:
        with translated_errors(text):
            runs = [run async for run in client.list_workflows(query, limit=5)]
        found = sorted({known for run in runs if (known := execution_id_of(run.id))})
        if not found:
            raise _NotFound(
                f"no campaign's execution id begins with {text!r}; 'starter.py list' shows those "
                "that Temporal remembers, and 'starter.py report' takes any by its whole id"
            )
        return found

    found = await retry(listed, _NotFound, _BECOMES_VISIBLE)
    if len(found) > 1:
        shown = len(name.beginning) + 4
        some = ", ".join(str(execution)[:shown] for execution in found)
        raise Unknown(f"{text!r} begins several executions ({some}, …); give more of it")
    return found[0]


async def youngest(
    client: Client, state: CampaignState | None, tenant: UUID | None, limit: int
) -> CampaignList:
    """Return the campaigns that Temporal remembers, youngest first."""
    query = _OURS
    if state is not None:
        query += f' AND {STATE.name}="{state.value}"'
    if tenant is not None:
        query += f' AND {TENANT.name}="{tenant}"'
    with translated_errors("list"):
        listed = client.list_workflows(query, limit=min(limit, MAX_LISTED))
        found = [(known, run) async for run in listed if (known := execution_id_of(run.id))]
        stuck = await stuck_among(client, [run for _, run in found])
        rows = [await _row(execution, run, stuck=run.id in stuck) for execution, run in found]
    return CampaignList(campaigns=_chained(rows))


async def running(client: Client) -> Sequence[UUID]:
    """Return every campaign that has not ended, however many there are.

    A run that began within the last seconds may be left out.
    """
    with translated_errors("list"):
        ids = [execution_id_of(run.id) async for run in client.list_workflows(ARE_OPEN)]
    return [execution for execution in ids if execution is not None]


async def to_publish(client: Client, campaign: UUID, tenant: UUID) -> Sequence[UUID]:
    """Return the runs of a campaign that may still publish: they have not come to learning.

    A run that began within the last second may be left out.
    """
    query = f'{ARE_OPEN} AND {CAMPAIGN.name}="{campaign}" AND {TENANT.name}="{tenant}"'
    with translated_errors(str(campaign)):
        runs = [run async for run in client.list_workflows(query)]
    ids = [
        execution_id_of(run.id)
        for run in runs
        if run.typed_search_attributes.get(STATE) != CampaignState.LEARN
    ]
    return [execution for execution in ids if execution is not None]


def _chained(rows: Sequence[CampaignRow]) -> list[CampaignRow]:
    """Return the rows, each with its retry when that is among them."""
    retried = {row.retry_of: row.execution_id for row in rows if row.retry_of}
    return [row.model_copy(update={"retried_as": retried.get(row.execution_id)}) for row in rows]


def _uuid(text: Any) -> UUID | None:
    try:
        return UUID(text)
    except (TypeError, ValueError, AttributeError):
        return None  # anybody may start a run of our type


async def _row(execution: UUID, run: WorkflowExecution, *, stuck: bool) -> CampaignRow:
    name, former, unread = None, None, None
    try:
        name = await run.memo_value(MEMO_NAME, None)
        if isinstance(name, RawValue):
            refuse_encrypted(name.payload)
        former = await run.memo_value(MEMO_RETRY_OF, None)
    except Sealed as error:
        unread = as_prose(str(error))
    known: Any = run.typed_search_attributes
    return CampaignRow(
        execution_id=execution,
        tenant_id=known.get(TENANT),
        name=name if isinstance(name, str) else None,  # anybody may start a run of our type
        unread=unread,
        state=known.get(STATE),
        status=run.status.name if run.status else "UNKNOWN",
        reason=known.get(REASON),
        awaiting_review=bool(known.get(AWAITING_REVIEW)),
        stuck=stuck,
        started=run.start_time,
        ended=run.close_time,
        retry_of=_uuid(former),
    )
