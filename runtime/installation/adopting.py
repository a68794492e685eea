"""A person's word that an artefact store is the ledger's, whatever it was before."""

from contracts import CampaignError
from runtime.installation import belonging
from runtime.installation.replies import AdoptedStore
from runtime.ledger.opening import opened
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.stores import open_stores


async def adopt(settings: Settings) -> AdoptedStore:
    """Let ledger and store belong together from now on, and say what they were.

    Nothing is done to a store that is the ledger's already.

    Raises:
        WrongUse: One of them is not there, cannot be used or does not answer.
    """
    try:
        stores = open_stores(settings.artifacts)
    except CampaignError as error:
        raise WrongUse(f"PHOENIX_ARTIFACTS: {error}") from error
    async with opened(settings) as ledger:
        before = await belonging.adopt(ledger, stores)
        return AdoptedStore(
            ledger=ledger.name,
            id=before.ledger.id,
            store=stores.known_as,
            is_new=not before.is_settled,
            former_ledger=None if before.mark is None else before.mark.ledger,
            former_store=None if before.known is None else before.known.known_as,
        )
