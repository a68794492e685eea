"""The limit of open campaigns, as whoever starts one meets it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from temporalio.client import Client

from activities.admission.open_campaigns import count_open
from contracts import CampaignRequest, TenantPolicy, TooManyOpen
from domain.policy import refuse_one_more
from runtime.campaigns import start as starting
from runtime.refusals import Refused
from runtime.temporal.errors import translated_errors

Policies = Callable[[UUID], Awaitable[TenantPolicy | None]]
"""Says what is known here of a tenant's policy; `None` when none speaks for it."""


async def no_policy(_: UUID) -> TenantPolicy | None:
    """Say that no policy is known here."""
    return None


async def refuse_beyond(client: Client, request: CampaignRequest, policies: Policies) -> None:
    """Refuse to begin a campaign of a tenant that has as many open ones as it may.

    One that was begun before is attached to, or goes on. The admission alone decides, and this
    spares a run that it would turn away: what was started within the last moments is not counted
    here, and a tenant's policy may be known to workers alone.

    Raises:
        Refused: It would be one too many, and nothing of it is there yet.
        WrongUse: The tenant's policy cannot be used.
    """
    policy = await policies(request.tenant_id)
    if policy is None or policy.max_open_campaigns is None:
        return
    with translated_errors(str(request.execution_id)):
        already_open = await count_open(client, request.tenant_id)
    try:
        refuse_one_more(policy, request.tenant_id, already_open)
    except TooManyOpen as error:
        if await starting.is_new(client, request):
            raise Refused(f"nothing was started. {error}") from error
