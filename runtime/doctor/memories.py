"""Whether the ledger, the artefact store and the tenants' policies can be used."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Final

from activities.named_paths import named
from activities.store import SweepableStores
from contracts import ContractInvalid, as_prose, utc_now
from runtime.doctor.replies import Finding, Health
from runtime.installation.belonging import look, refuse_without_ledger
from runtime.installation.fleet import GONE
from runtime.installation.shared import Values, contradictions, shared_by_commands
from runtime.ledger import stops, upkeep
from runtime.ledger.opening import opened
from runtime.ledger.place import is_there, refuse_second_ledger
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.policies import tenant_policies
from runtime.wiring.stores import open_stores

_LITTLE: Final = 1024**3
"""Bytes: a campaign of eight channels stores about 5 MB."""
_FAR_APART: Final = timedelta(seconds=5)


async def examine_ledger(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the ledger, whether it is the only one, and at what it holds back.

    Raises:
        WrongUse: It cannot be used as it is.
    """
    refuse_second_ledger(settings)
    if not await asyncio.to_thread(is_there, settings):
        yield Finding(
            part="ledger",
            health=Health.DOUBTFUL,
            says="is not there yet: the first worker makes it",
        )
        return
    known = await upkeep.look(settings)
    yield Finding(
        part="ledger",
        health=Health.WELL,
        says=as_prose(f"{known.ledger}: id {known.id}, epoch {known.epoch}"),
    )
    yield await _clock(settings)
    async for finding in _fleet(settings):
        yield finding
    for stop in await stops.in_force(settings):
        yield Finding(
            part="emergency stop",
            health=Health.DOUBTFUL,
            says=as_prose(str(stop)),
            to_do=f"starter.py stop --lift {stop.name}, when the reason is gone",
        )


async def _fleet(settings: Settings) -> AsyncIterator[Finding]:
    async with opened(settings) as ledger:
        workers = await ledger.workers.living(GONE)
    part = "workers' settings"
    found = contradictions(workers, _own(settings))
    for sentence in found:
        yield Finding(part=part, health=Health.DOUBTFUL, says=as_prose(sentence))
    if not found:
        said = "no worker has said what it has"
        if workers:
            said = f"of the workers that are there ({len(workers)}), none contradicts another"
        yield Finding(part=part, health=Health.WELL, says=said)


def _own(settings: Settings) -> Values:
    try:
        return shared_by_commands(settings)
    except WrongUse:
        return {}  # the keys' own part says what is wrong


async def _clock(settings: Settings) -> Finding:
    async with opened(settings) as ledger:
        before = utc_now()
        theirs = await ledger.moment()
        after = utc_now()
    apart = max(before - theirs, theirs - after, timedelta())
    is_far = apart > _FAR_APART
    return Finding(
        part="clock",
        health=Health.DOUBTFUL if is_far else Health.WELL,
        says=f"this machine's and the ledger's are {apart.total_seconds():.1f} s apart",
        to_do="set both by NTP: windows and reviews end by the clock" if is_far else None,
    )


async def examine_store(settings: Settings) -> AsyncIterator[Finding]:
    """Look whether the artefact store answers, has room, and is the ledger's.

    Raises:
        WrongUse: The setting names none.
        Infrastructure: It does not answer.
    """
    try:
        stores = open_stores(settings.artifacts)
    except ContractInvalid as error:
        raise WrongUse(f"PHOENIX_ARTIFACTS: {error}") from error
    async for finding in _room(settings, stores):
        yield finding
    yield await _belonging(settings, stores)


async def _room(settings: Settings, stores: SweepableStores) -> AsyncIterator[Finding]:
    tenants = await stores.tenants()
    folder = Path(settings.artifacts)
    if not await asyncio.to_thread(folder.is_dir):
        is_folder = "://" not in settings.artifacts
        name = named(folder) if is_folder else settings.artifacts
        yield Finding(
            part="artefact store",
            health=Health.WELL,
            says=as_prose(f"{name} answers; tenants in it: {len(tenants)}"),
        )
        return
    free = (await asyncio.to_thread(shutil.disk_usage, folder)).free
    is_little = free < _LITTLE
    yield Finding(
        part="artefact store",
        health=Health.DOUBTFUL if is_little else Health.WELL,
        says=as_prose(
            f"{folder}: tenants in it: {len(tenants)}, {free / 1024**3:.1f} GiB free on its disk"
        ),
        to_do="make room: starter.py artifacts lists what nothing refers to" if is_little else None,
    )


async def _belonging(settings: Settings, stores: SweepableStores) -> Finding:
    part = "store of the ledger"
    try:
        if not await asyncio.to_thread(is_there, settings):
            await refuse_without_ledger(settings.ledger_url, stores)
            return Finding(part=part, health=Health.WELL, says="neither has been used yet")
        async with opened(settings) as ledger:
            found = await look(ledger, stores)
    except (ContractInvalid, WrongUse) as error:
        return Finding(part=part, health=Health.FAULTY, says=as_prose(str(error)))
    if found.why_not is not None:
        return Finding(part=part, health=Health.FAULTY, says=as_prose(found.why_not))
    says = f"{stores.known_as} belongs to the ledger {found.ledger.id}"
    if not found.is_settled:
        says = f"{stores.known_as} fits the ledger {found.ledger.id}: the first worker marks it"
    return Finding(part=part, health=Health.WELL, says=as_prose(says))


async def examine_tenants(settings: Settings) -> AsyncIterator[Finding]:
    """Look whether every tenant's policy can be read.

    Raises:
        WrongUse: One cannot.
    """
    tenant_policies(settings)
    if not settings.tenants.is_dir():
        yield Finding(
            part="tenants",
            health=Health.DOUBTFUL,
            says="nobody has written a policy: every tenant may do everything",
            to_do=f"write one below {settings.tenants}; docs/operations.md says how",
        )
        return
    yield Finding(part="tenants", health=Health.WELL, says=f"{settings.tenants} can be read")
