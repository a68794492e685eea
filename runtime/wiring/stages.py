"""The stages of a worker, once everything that they are to read has been read."""

from typing import Final

from activities.retrying import Pauses, retry
from activities.stages import Stages
from contracts import ContractInvalid, Infrastructure
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages

_COMES_UP: Final = Pauses(first=1.0, longest=10.0)
"""Between two questions to a memory that may have been started together with this process."""


async def open_stages(settings: Settings) -> Stages:
    """Return the stages as settings and files choose them; the caller closes them.

    Raises:
        WrongUse: The auditor's key, the ledger's URL, the channels, the providers or a tenant's
            policy cannot be used.
    """
    try:
        return configured_stages(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error


async def memories_when_up(stages: Stages, say: Say) -> None:
    """Return when ledger and artefact store can be used, and say what is waited for meanwhile.

    Raises:
        WrongUse: Waiting does not help: the ledger cannot be used as it is set up, or it and the
            store are not one installation's.
    """

    def tell_ledger(error: Infrastructure, _: float) -> None:
        say(f"waits for the ledger: {error}")

    def tell_store(error: Infrastructure, _: float) -> None:
        say(f"waits for the artefact store: {error}")

    async def settled() -> None:
        await stages.belong_together(stages.ledger, stages.stores)

    try:
        await retry(stages.ledger.ready, Infrastructure, _COMES_UP, tell_ledger)
        await retry(settled, Infrastructure, _COMES_UP, tell_store)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
