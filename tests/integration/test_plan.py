"""A plan against the run that it foretells, with the built-in stages."""

from pathlib import Path

from activities.references import References
from contracts import AuditEvidence, RadarReport, WaitingFor
from contracts.base import utc_now
from domain.audit.report import whole
from runtime.files.request import read_request
from runtime.plan.planning import plan_campaign
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages
from runtime.wiring.stores import open_stores
from tests.support.paths import ROOT
from tests.support.worlds.campaigns import open_real_world

EXAMPLE = ROOT / "examples/needs-review-b2b-en.yaml"


async def test_a_campaign_makes_what_its_plan_showed(tmp_path: Path) -> None:
    """Brief, creatives, findings and decision are the same to the byte: a plan can be trusted."""
    settings = Settings(home=tmp_path)
    prepared = read_request(EXAMPLE)
    stages = configured_stages(settings)
    await prepared.store(open_stores(settings.artifacts))

    plan = (await plan_campaign(prepared, settings, utc_now(), lambda _: None)).plan
    async with open_real_world() as world, world.worker(stages):
        campaign = await world.start(prepared.request)
        status = await campaign.waits_for(WaitingFor.REVIEW)
        payload = await campaign.payload()
    await stages.close()

    references = References(open_stores(settings.artifacts).of(prepared.request.tenant_id))
    assert payload.radar is not None
    assert payload.pending_audit is not None
    radar = await references.read(RadarReport, payload.radar.sha256)
    evidence = await references.read(AuditEvidence, payload.pending_audit.evidence or "")
    assert radar.signals == plan.signals
    assert payload.strategy == plan.strategy
    assert payload.assets == plan.assets
    assert whole(payload.pending_audit, evidence) == plan.checks
    assert status.gate == plan.gate
