"""What the ledger proves of a campaign that can no longer say it itself."""

from collections.abc import Sequence

from contracts import CampaignRequest, Publication
from runtime.ledger.opening import glance
from runtime.refusals import WrongUse
from runtime.say import Say
from runtime.settings import Settings


async def proven(
    settings: Settings, say: Say, request: CampaignRequest
) -> Sequence[Publication] | None:
    """Return what is proven about the request's places; one that is missing was never begun.

    Returns `None` where nobody can tell: the ledger is not reached from here, does not answer, or
    does not know the execution.
    """
    try:
        return await glance(settings, lambda ledger: ledger.executions.publications(request))
    except WrongUse as error:
        say(f"the ledger could not be asked what was published: {error}")
        return None
