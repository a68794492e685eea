"""The stages of a worker, once everything that they are to read has been read."""

from typing import Final

from activities.ports import Ledger
from activities.retrying import Pauses, retry
from activities.stages import Stages
from contracts import ContractInvalid, Infrastructure
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages

_COMES_UP: Final = Pauses(first=1.0, longest=10.0)
"""Between two questions to a ledger that may have been started together with this process."""


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


async def ledger_when_up(ledger: Ledger, say: Say) -> None:
    """Return when the ledger takes steps, and say what is waited for meanwhile.

    Raises:
        WrongUse: Waiting does not help: the ledger cannot be used as it is set up.
    """

    def tell(error: Infrastructure, _: float) -> None:
        say(f"waits for the ledger: {error}")

    try:
        await retry(ledger.ready, Infrastructure, _COMES_UP, tell)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
