"""Plan a request and publish what it makes.

Run as `python -m tests.support.publishing.published_plan FILE`.

It prints each publication as a line of JSON. No server runs: what the plan made goes to the
publishers of the settings as a campaign's orders would.
"""

import asyncio
import sys
from pathlib import Path

from contracts import PublishOrder, utc_now
from runtime.files.request import read_request
from runtime.plan.planning import plan_campaign
from runtime.settings import load_settings
from runtime.wiring.composition import publishers

_SOME_DIGEST = "a" * 64


async def publish(file: Path) -> None:
    """Publish everything that a request's plan made."""
    settings = load_settings()
    prepared = read_request(file)
    made = await plan_campaign(prepared, settings, utc_now(), lambda _: None)
    reached = publishers(settings)
    for asset in made.plan.assets:
        order = PublishOrder(
            step_key=f"published-plan:{asset.channel}",
            campaign_id=prepared.request.campaign_id,
            tenant_id=prepared.request.tenant_id,
            execution_id=prepared.request.execution_id,
            channel=asset.channel,
            placement=asset.placement,
            assets=[asset],
            brief_sha256=_SOME_DIGEST,
            report_sha256=_SOME_DIGEST,
        )
        publication = await reached.of(asset.channel).publish(order, made.pictures)
        sys.stdout.write(publication.model_dump_json() + "\n")
    await reached.close()


if __name__ == "__main__":
    asyncio.run(publish(Path(sys.argv[1])))
