"""The stages of a worker, once everything that they are to read has been read."""

import asyncio
from pathlib import Path
from typing import Final
from uuid import UUID

from activities.pauses import Pauses, retry
from activities.ports import Ledger
from activities.stages import Stages
from contracts import ContractInvalid, PlatformUnavailable
from runtime.refusals import WrongUse
from runtime.say import Say
from runtime.settings import Settings
from runtime.wiring.composition import built_in_stages

_NOBODY: Final = UUID(int=0)
"""A tenant without a policy of its own: asking for it reads the default one."""
_COMES_UP: Final = Pauses(first=1.0, longest=10.0)


async def open_stages(settings: Settings) -> Stages:
    """Return the built-in stages; the caller closes them.

    Raises:
        WrongUse: The auditor's key, the ledger's URL, the channels or a tenant's policy cannot be
            used.
    """
    try:
        stages = built_in_stages(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    try:
        for tenant in await asyncio.to_thread(_tenants_in, settings.tenants):
            await stages.policies.policy_of(tenant)
    except ContractInvalid as error:
        await stages.close()
        raise WrongUse(f"{settings.tenants}: {error}") from error
    return stages


async def ledger_when_up(ledger: Ledger, say: Say) -> None:
    """Return when the ledger takes steps, and say what is waited for meanwhile.

    Raises:
        WrongUse: Waiting does not help: the ledger cannot be used as it is set up.
    """

    def tell(error: PlatformUnavailable, _: float) -> None:
        say(f"waits for the ledger: {error}")

    try:
        await retry(ledger.ready, PlatformUnavailable, _COMES_UP, tell)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error


def _tenants_in(folder: Path) -> list[UUID]:
    tenants = [_NOBODY]
    for file in sorted(folder.glob("*.toml")):
        try:
            tenants.append(UUID(file.stem))
        except ValueError:
            continue  # the default, or a file that no tenant has
    return tenants
