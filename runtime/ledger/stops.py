"""The emergency stop: nothing is published from now on, until somebody lifts it by its name.

It is written into the ledger itself and needs neither Temporal nor a worker: the ledger is asked
right before each send.
"""

from collections.abc import Sequence
from uuid import UUID

from pydantic import ValidationError

from contracts import Stop, explain
from contracts.base import utc_now
from domain.platforms import known_placements
from runtime.campaigns.messages import operator
from runtime.ledger.opening import glance as look_at
from runtime.ledger.opening import opened
from runtime.progress import Say
from runtime.refusals import Unknown, WrongUse
from runtime.settings import Settings


def wanted(why: str, tenant: UUID | None, channel: str | None) -> Stop:
    """Return a stop as it would be set; its name and its time are the ledger's to give.

    Raises:
        WrongUse: There is no such channel, or the reason is no line of text.
    """
    channels = sorted({placement.channel for placement in known_placements()})
    if channel is not None and channel not in channels:
        raise WrongUse(f"--channel: {channel!r} is none of {', '.join(channels)}")
    try:
        return Stop(
            name="wanted",
            tenant_id=tenant,
            channel=channel,
            why=why,
            by=operator(),
            since=utc_now(),
        )
    except ValidationError as error:
        raise WrongUse(f"--{explain(error)}") from error


async def set_stop(settings: Settings, stop: Stop) -> Stop:
    """Stop from now on what the stop is about, and return it with its name.

    Raises:
        WrongUse: The ledger cannot be used, or does not answer: nothing was stopped.
    """
    async with opened(settings) as ledger:
        return await ledger.stops.set(stop.tenant_id, stop.channel, why=stop.why, by=stop.by)


async def lift(settings: Settings, name: str) -> Stop:
    """Let what a stop held go on.

    Raises:
        Unknown: There is no stop of this name in force.
        WrongUse: The ledger cannot be used, or does not answer.
    """
    async with opened(settings) as ledger:
        lifted = await ledger.stops.lift(name, by=operator())
        known = await ledger.stops.current()
    if lifted is None:
        names = ", ".join(stop.name for stop in known) or "none"
        raise Unknown(f"no stop {name!r} is in force; in force: {names}")
    return lifted


async def in_force(settings: Settings) -> Sequence[Stop]:
    """Return every stop that is in force, oldest first.

    Raises:
        WrongUse: The ledger cannot be used, or does not answer.
    """
    async with opened(settings) as ledger:
        return await ledger.stops.current()


async def glance(settings: Settings, say: Say) -> Sequence[Stop]:
    """Return the same for a command that shows something else.

    Where the ledger is not reached from here, nothing is said; when it does not answer, that is.
    """
    try:
        return await look_at(settings, lambda ledger: ledger.stops.current()) or []
    except WrongUse as error:
        say(f"it is not known whether publishing is stopped: {error}")
    return []
