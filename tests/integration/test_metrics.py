"""What Prometheus reads of campaigns is what happened to them, and nothing that names one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final

import pytest
from temporalio import workflow
from temporalio.worker import Worker

from contracts import (
    FailureReason,
    PlatformRefused,
    PlatformUnavailable,
    ReviewAction,
    ReviewDecision,
    ReviewMode,
    ReviewPolicy,
    WaitingFor,
)
from domain.telemetry import METRICS, OF_WORKFLOWS
from runtime.campaigns.client import Campaigns
from runtime.settings import Settings
from runtime.telemetry.exporting import open_runtime, show_zeros
from runtime.telemetry.series import series_of
from runtime.temporal.plugin import PhoenixPlugin
from tests.e2e.installation import free_port
from tests.support.builders import metrics, request
from tests.support.eventually import eventually
from tests.support.scraping import Scrape, scrape
from tests.support.worlds.campaigns import Campaign, World, open_idle_world, open_real_world

OF_THE_SDK: Final = {"namespace", "task_queue", "workflow_type", "activity_type", "service", "le"}
"""Labels that the SDK adds, and Prometheus's own for buckets."""


@dataclass(frozen=True)
class Watched:
    """A world, and the endpoint where its worker's metrics are."""

    world: World
    address: str

    def read(self) -> Scrape:
        """Return what Prometheus would see."""
        return scrape(self.address)


@pytest.fixture
async def watched() -> AsyncIterator[Watched]:
    """Give a test a world whose metrics are served."""
    address = f"127.0.0.1:{free_port()}"
    runtime = open_runtime(Settings(metrics_address=address))
    assert runtime is not None
    async with open_idle_world(PhoenixPlugin(), runtime) as world:
        yield Watched(world, address)
        world.faults.release_all()


async def measured(campaign: Campaign) -> None:
    """Give the numbers that the campaign waits for, and let it end."""
    await campaign.waits_for(WaitingFor.METRICS)
    await campaign.send("record_metrics", {"metrics": [metrics("x")], "final": True})
    await campaign.handle.result()


async def test_a_campaign_is_counted_once_however_often_it_is_replayed() -> None:
    """A worker that takes a campaign over plays its history again, and counts nothing twice."""
    address = f"127.0.0.1:{free_port()}"
    runtime = open_runtime(Settings(metrics_address=address))
    async with open_real_world(runtime=runtime) as world:
        async with world.worker():
            campaign = await world.start(request("x"))
            await campaign.waits_for(WaitingFor.METRICS)
        async with world.worker():
            await measured(campaign)
        seen = scrape(address)

    assert seen.value("temporal_workflow_task_replay_latency_seconds_count") > 0
    assert seen.value("phoenix_campaigns_admitted_total") == 1
    assert seen.value("phoenix_campaigns_ended_total", outcome="done", reason="none") == 1
    assert seen.value("phoenix_campaigns_ended_total") == 1
    assert seen.value("phoenix_publications_total", channel="x", status="sent") == 1
    assert seen.value("phoenix_step_duration_seconds_count", step="audit_quality") == 1
    assert seen.value("phoenix_state_duration_seconds_count") == 7
    assert seen.value("phoenix_wait_duration_seconds_count", wait="metrics", ended="in_time") == 1


async def test_every_end_is_counted_with_its_reason(watched: Watched) -> None:
    """Who is on call sees what campaigns fail by, what was cancelled, and what was no request."""
    world = watched.world
    world.faults.plan("publish instagram", PlatformRefused("the account is closed"))
    async with world.worker():
        await (await world.start(request("instagram"))).failed_payload()
        second = request("x").model_copy(update={"execution_id": request("x").campaign_id})
        cancelled = await world.start(second)
        await cancelled.waits_for(WaitingFor.METRICS)
        await cancelled.handle.cancel()
        await cancelled.cancelled_payload()
        misnamed = await world.client.start_workflow(
            "CampaignWorkflow", request("x"), id="another", task_queue="campaigns"
        )
        with pytest.raises(Exception, match="failed"):
            await misnamed.result()
        unreadable = await world.client.start_workflow(
            "CampaignWorkflow", "no request", id="nonsense", task_queue="campaigns"
        )
        with pytest.raises(Exception, match="failed"):
            await unreadable.result()

    seen = watched.read()
    ended = "phoenix_campaigns_ended_total"
    assert seen.value(ended, outcome="failed", reason=FailureReason.PLATFORM_ERROR) == 1
    assert seen.value(ended, outcome="cancelled", reason="none") == 1
    assert seen.value(ended, outcome="failed", reason=FailureReason.CONTRACT_INVALID) == 2
    assert seen.value("phoenix_step_duration_seconds_count", outcome="failed") == 1


async def test_what_needs_a_person_is_counted(watched: Watched) -> None:
    """A publication of which nobody knows, a wait for a reviewer, an attempt that is repeated."""
    world = watched.world
    world.faults.plan("scan", PlatformUnavailable("busy"))
    world.faults.plan("answer x", *[ConnectionError("lost")] * 9)
    world.platform.answers_questions = False
    async with world.worker():
        campaign = await world.start(
            request("x", max_retries=1, review=ReviewPolicy(mode=ReviewMode.ALWAYS))
        )
        status = await campaign.waits_for(WaitingFor.REVIEW)
        assert status.report_digest is not None
        await campaign.send(
            "review",
            ReviewDecision(
                report_digest=status.report_digest, action=ReviewAction.APPROVE, reviewer="Ana"
            ),
        )
        await campaign.waits_for(WaitingFor.RESOLUTION)

    seen = watched.read()
    assert seen.value("phoenix_gate_decisions_total", decision="review") == 1
    assert seen.value("phoenix_gate_decisions_total", decision="publish") == 1
    assert seen.value("phoenix_wait_duration_seconds_count", wait="review", ended="in_time") == 1
    assert seen.value("phoenix_waits_begun_total", wait="resolution") == 1
    assert seen.value("phoenix_wait_duration_seconds_count", wait="resolution") == 0
    assert seen.value("phoenix_publications_total", status="unknown") == 1
    assert seen.value("phoenix_steps_repeated_total", step="scan_radar", charge="retry") == 1


async def test_a_wait_that_nobody_ended_in_time_is_told_apart(watched: Watched) -> None:
    """Reviews that ran out of time are seen before somebody asks why nothing was published."""
    world = watched.world
    async with world.worker():
        asked = request("x", review=ReviewPolicy(mode=ReviewMode.ALWAYS))
        await (await world.start(asked)).failed_payload()

    seen = watched.read()
    assert seen.value("phoenix_wait_duration_seconds_count", wait="review", ended="too_late") == 1


async def test_starts_that_began_nothing_are_counted_by_what_answered(watched: Watched) -> None:
    """A client that starts everything twice is seen, whether the first run is open or not."""
    world = watched.world
    async with world.worker():
        campaign = await world.start(request("x"))
        await campaign.waits_for(WaitingFor.METRICS)
        await Campaigns(world.client).start(request("x"), "Ana")
        await measured(campaign)
        repeated = await world.start(request("x"))
        await repeated.handle.result()

    seen = watched.read()
    suppressed = "phoenix_duplicates_suppressed_total"
    assert seen.value(suppressed, answered_by="open_run") == 1
    assert seen.value(suppressed, answered_by="ledger") == 1
    assert seen.value("phoenix_campaigns_ended_total") == 1


async def test_counters_are_there_before_anything_has_happened(watched: Watched) -> None:
    """The first unknown publication is a rise from nothing, which an alert notices."""
    runtime = watched.world.client.service_client.config.runtime
    assert runtime is not None

    show_zeros(runtime, watched.world.client.namespace)

    seen = watched.read()
    for metric in OF_WORKFLOWS:
        if metric.exported.endswith("_total"):
            found = [sample for sample in seen.samples if sample.name == metric.exported]
            assert len(found) == len(list(series_of(metric)))
            assert {sample.value for sample in found} == {0}
            assert seen.kinds[metric.exported] == metric.kind
            assert seen.helps[metric.exported] == metric.help


@workflow.defn(name="MistakenWorkflow", sandboxed=False)
class MistakenWorkflow:
    """A workflow with a mistake in it, as a release of ours might have one."""

    @workflow.run
    async def run(self) -> None:
        """Fail in a way that suspends the run."""
        raise LookupError("a mistake of ours")


async def test_a_suspended_run_is_seen_where_the_alert_looks() -> None:
    """A mistake in the code is counted each time a worker meets it, under the SDK's own name."""
    address = f"127.0.0.1:{free_port()}"
    runtime = open_runtime(Settings(metrics_address=address))
    name = "temporal_workflow_task_execution_failed_total"

    async def read() -> Scrape:
        return scrape(address)

    async with (
        open_real_world(runtime=runtime) as world,
        Worker(world.client, task_queue="campaigns", workflows=[MistakenWorkflow]),
    ):
        await world.client.start_workflow("MistakenWorkflow", id="m", task_queue="campaigns")
        seen = await eventually(read, lambda seen: seen.value(name) > 0)

    assert seen.value(name, task_queue="campaigns") > 0
    assert {"namespace", "task_queue"} <= seen.labels_of(name)


async def test_no_metric_names_a_campaign_or_a_tenant(watched: Watched) -> None:
    """Whoever may read the endpoint learns how much there is, and nothing of whose it is."""
    world = watched.world
    asked = request("x")
    async with world.worker():
        await measured(await world.start(asked))

    seen = watched.read()
    by_name = {metric.exported: metric for metric in METRICS}
    told = {value for sample in seen.samples for value in sample.labels.values()}
    private = [asked.name, asked.execution_id, asked.campaign_id, asked.tenant_id]
    assert not [value for value in told for secret in private if str(secret) in value]
    for sample in seen.samples:
        if sample.name.startswith("phoenix_"):
            name = sample.name
            for end in ("_bucket", "_sum", "_count"):
                name = name.removesuffix(end)
            metric = by_name[name]
            own = {key: value for key, value in sample.labels.items() if key not in OF_THE_SDK}
            assert own in list(series_of(metric)), sample
