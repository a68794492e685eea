"""What to say of a campaign that Temporal does not know: the ledger may remember how it ended."""

from runtime.campaigns.names import parse_name
from runtime.ledger.opening import glance
from runtime.refusals import NotCarriedOut, Refused, WrongUse
from runtime.settings import Settings
from runtime.temporal.errors import UnknownCampaign


async def what_became_of(settings: Settings, unknown: UnknownCampaign) -> NotCarriedOut:
    """Return why a command about the campaign is not carried out, as far as the ledger tells."""
    try:
        execution = parse_name(unknown.campaign).execution
        if execution is None:
            return unknown
        found = await glance(settings, lambda ledger: ledger.remembered.execution(execution))
    except WrongUse:
        return unknown
    if found is None or found.outcome is None:
        return unknown
    return Refused(
        f"Temporal has forgotten campaign {execution}, and the ledger remembers how it ended: "
        f"'starter.py report {execution}' tells it"
    )
