"""How near each tenant is to its limit of open campaigns."""

import asyncio
from collections.abc import AsyncIterator

from temporalio.client import Client

from activities.admission.open_campaigns import count_open
from contracts import as_prose
from runtime.doctor.replies import Finding, Health
from runtime.settings import Settings
from runtime.wiring.policies import tenant_policies


async def examine_limits(client: Client, settings: Settings) -> AsyncIterator[Finding]:
    """Count the open campaigns of each tenant whose policy, as it is known here, limits them.

    Raises:
        WrongUse: A policy cannot be used.
        RPCError: Temporal does not say.
    """
    policies = await asyncio.to_thread(tenant_policies, settings)
    for tenant in dict.fromkeys(policies.named()):
        policy = await policies.policy_of(tenant)
        most = policy.max_open_campaigns
        if most is None:
            continue
        found = await count_open(client, tenant)
        is_full = found >= most
        yield Finding(
            part="open campaigns",
            health=Health.DOUBTFUL if is_full else Health.WELL,
            says=as_prose(f"tenant {tenant} has {found} of the {most} that {policy.source} allows"),
            to_do="others of this tenant are refused until one has ended" if is_full else None,
        )
