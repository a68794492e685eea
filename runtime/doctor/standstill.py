"""Whether campaigns stand still although workers are there."""

from typing import Final

from temporalio.client import Client

from contracts import as_prose
from runtime.campaigns.stuck import MOST_ASKED, OPEN, attempts, reported, why_stuck
from runtime.doctor.replies import Finding, Health

_NAMED: Final = 3
"""Runs that are named; there may be one for every campaign."""
_PART: Final = "stuck campaigns"


async def examine_standstill(client: Client) -> Finding:
    """Look at the youngest open campaigns and slots, and at those of which Temporal says it.

    Raises:
        RPCError: Temporal does not list them.
    """
    total = (await client.count_workflows(OPEN)).count
    youngest = [run.id async for run in client.list_workflows(OPEN, limit=MOST_ASKED)]
    told = await reported(client)
    stuck = await attempts(client, list(dict.fromkeys([*youngest, *(told or ())])))
    looked = _looked(total, len(youngest), is_told=told is not None)
    if not stuck:
        return Finding(part=_PART, health=Health.WELL, says=f"none, {looked}")
    named = [
        f"{run} ({in_vain} attempts in vain: {await why_stuck(client, run)})"
        for run, in_vain in list(stuck.items())[:_NAMED]
    ]
    more = f" and {len(stuck) - _NAMED} more" if len(stuck) > _NAMED else ""
    return Finding(
        part=_PART,
        health=Health.FAULTY,
        says=as_prose(f"no worker can carry on {'; '.join(named)}{more}, {looked}"),
        to_do="mend what is said there, such as a key that workers lack, or start workers of the "
        "code that began them: they are safe, and go on with a worker that can within ten minutes",
    )


def _looked(total: int, asked: int, *, is_told: bool) -> str:
    if total <= asked:
        return f"of all that are open ({total})"
    others = "those of which Temporal itself says it" if is_told else "none of the others"
    return f"of the youngest {asked} of {total} that are open, and {others}"
