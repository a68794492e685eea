"""A campaign that is carried through every network at once."""

from contracts import CampaignPayload, WaitingFor
from runtime.files.request import read_request
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages
from runtime.wiring.stores import open_stores
from tests.support.publishing.networks.everywhere import write_request
from tests.support.worlds.campaigns import open_real_world


async def published(settings: Settings, language: str) -> CampaignPayload:
    """Carry one campaign through every network, and return it when it waits for metrics."""
    prepared = read_request(write_request(settings.home / f"{language}.yaml", language))
    stages = configured_stages(settings, lambda _: None)
    await prepared.store(open_stores(settings.artifacts))
    async with open_real_world() as world, world.worker(stages):
        campaign = await world.start(prepared.request)
        await campaign.waits_for(WaitingFor.METRICS)
        payload = await campaign.payload()
    await stages.close()
    return payload
