"""A tenant that is erased has left no word, and its executions run no second time.

Longer than 250 lines because two tenants say their word in every place that there is.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import yaml
from temporalio.api.workflowservice.v1 import ListWorkflowExecutionsRequest
from temporalio.client import Client

from activities.ledger import SqlLedger
from activities.memory.folder import FolderMemory
from contracts import (
    CampaignPayload,
    CampaignRequest,
    ChannelMetrics,
    LogAction,
    MetricsRecord,
    ReviewAction,
    ReviewDecision,
    WaitingFor,
    step_key,
    workflow_id,
)
from contracts.base import utc_now
from contracts.enums import CampaignState
from contracts.schedule import SlotOrder, schedule_execution
from runtime.campaigns.client import Campaigns
from runtime.erasure.erasing import Erasure
from runtime.erasure.replies import ErasedTenant
from runtime.files.request import read_request
from runtime.refusals import Refused
from runtime.report.gathering import gather
from runtime.report.replies import CampaignReport, ReportSource
from runtime.settings import Settings
from runtime.wiring.composition import configured_stages
from runtime.wiring.stores import open_stores
from tests.support.campaigns.schedules import HOUR, plan
from tests.support.eventually import eventually
from tests.support.worlds.campaigns import Campaign, World, open_real_world

pytestmark = pytest.mark.timeout(180)

SOON = (
    'history.transferProcessorUpdateAckInterval="1s"',
    'history.visibilityProcessorUpdateAckInterval="1s"',
    'history.timerProcessorUpdateAckInterval="1s"',
)
"""Lets the server note at once how far it is: a deletion waits for that, for half a minute."""


@dataclass(frozen=True)
class Tenant:
    """One of two on an installation, with a word of its own in everything that it says."""

    word: str
    id: UUID

    def request(self, folder: Path, name: str = "walks", **changes: object) -> Path:
        """Write a request, and a feed beside it."""
        (folder / f"{self.word}.csv").write_text(f"date,text\n2026-03-01,{self.word} in a feed\n")
        said = {
            "name": f"{self.word} {name}",
            "tenant_id": str(self.id),
            "product": "Guided city walks",
            "purpose": f"More {self.word} on weekdays",
            "audience": f"People who know {self.word}",
            "core_message": f"See {self.word} again",
            "call_to_action": "Book a walk",
            "language": "en",
            "channels": [{"channel": "instagram", "placement": "feed"}],
            "budget": {"total": 300},
            "brand": {"name": "Walks"},
            "landing_url": f"https://example.org/{self.word}",
            "review": {"mode": "always"},
            "sources": [f"{self.word}.csv"],
            **changes,
        }
        file = folder / f"{self.word}-{name}.yaml"
        file.write_text(yaml.safe_dump(said))
        return file


@dataclass(frozen=True)
class Installation:
    """One with a worker, where two tenants have campaigns."""

    world: World
    settings: Settings
    folder: Path
    gone: Tenant
    stays: Tenant

    @property
    def client(self) -> Client:
        """The client of its Temporal."""
        return self.world.client

    async def carried_out(self, tenant: Tenant) -> CampaignRequest:
        """Let a campaign be reviewed, published, and end; remember something beside it."""
        prepared = read_request(tenant.request(self.folder))
        request = prepared.request
        await prepared.store(open_stores(self.settings.artifacts))
        await Campaigns(self.client).start(request, tenant.word)
        campaign = Campaign(self.client.get_workflow_handle(workflow_id(request.execution_id)))
        for action in (ReviewAction.REQUEST_CHANGES, ReviewAction.APPROVE):
            status = await campaign.waits_for(WaitingFor.REVIEW)
            assert status.report_digest is not None
            comment = f"headline: All about {tenant.word}"
            decision = ReviewDecision(
                action=action,
                reviewer=f"{tenant.word} reviewer",
                comment=comment,
                report_digest=status.report_digest,
            )
            await campaign.send("review", decision)
        await campaign.waits_for(WaitingFor.METRICS)
        counted = ChannelMetrics(
            channel="instagram",
            impressions=1000,
            clicks=30,
            conversions=3,
            spend=10.0,
            observed_until=utc_now(),
            source=tenant.word,
        )
        await campaign.send("record_metrics", MetricsRecord(metrics=[counted], final=True))
        await campaign.until(lambda status: status.finished)
        await FolderMemory(self.settings.memory).keep(tenant.id, "feed", tenant.word)
        ledger = SqlLedger(self.settings.ledger_url)
        await ledger.recipients.note(publish_key(request), ended={}, begins=[reader_of(tenant)])
        await ledger.stops.set(tenant.id, None, why=f"{tenant.word} is wrong", by="ana")
        (*_, stop) = await ledger.stops.current()
        await ledger.stops.lift(stop.name, by="ana")
        await ledger.close()
        return request

    async def scheduled(self, tenant: Tenant) -> str:
        """Let a tenant have a schedule, and return its name."""
        prepared = read_request(tenant.request(self.folder, "slots"))
        await prepared.store(open_stores(self.settings.artifacts))
        name = f"of-{tenant.word}"
        request = prepared.request.model_copy(update={"execution_id": schedule_execution(name)})
        order = SlotOrder(schedule=name, request=request, within=HOUR)
        await Campaigns(self.client).schedules.create(order, plan("09:00"))
        return name

    def erasure(self, tenant: Tenant) -> Erasure:
        """Return the erasure of a tenant."""
        return Erasure(self.settings, Campaigns(self.client), tenant.id, lambda _: None)

    async def report(self, request: CampaignRequest) -> CampaignReport:
        """Look back at a campaign."""
        stores = open_stores(self.settings.artifacts)
        campaigns, execution = Campaigns(self.client), request.execution_id
        gathered = await gather(self.settings, campaigns, stores, execution, with_bytes=False)
        return gathered.report

    async def answered(self, request: CampaignRequest) -> CampaignPayload:
        """Return what a campaign is answered with that is known from the ledger alone."""
        campaigns = Campaigns(self.client)
        return await eventually(
            lambda: campaigns.payload(request.execution_id),
            lambda payload: (
                [LogAction.ANSWERED_FROM_LEDGER.value]
                == [one.action for one in payload.execution_log[-1:]]
            ),
        )

    def places(self, word: str) -> set[str]:
        """Return where in the home a word stands, Temporal's own file and logs left out."""
        home = self.settings.home
        return {
            path.relative_to(home).parts[0]
            for path in home.rglob("*")
            if path.is_file() and word.encode() in path.read_bytes()
        }

    async def histories(self, word: str) -> list[str]:
        """Return the workflows in whose histories or listings a word stands."""
        found: list[str] = []
        for query in ("", 'TemporalNamespaceDivision = "TemporalScheduler"'):
            order = ListWorkflowExecutionsRequest(namespace=self.client.namespace, query=query)
            listed = await self.client.workflow_service.list_workflow_executions(order)
            for run in listed.executions:
                id_ = run.execution.workflow_id
                handle = self.client.get_workflow_handle(id_, run_id=run.execution.run_id)
                events = (await handle.fetch_history()).events
                said = b"".join(event.SerializeToString() for event in events)
                if word.encode() in said + run.SerializeToString():
                    found.append(id_)
        return found


def publish_key(request: CampaignRequest) -> str:
    """Return the key of the publication of a request."""
    (plan,) = request.channels
    return step_key(request.campaign_id, request.execution_id, CampaignState.PUBLISH, plan.place)


def reader_of(tenant: Tenant) -> str:
    """Return what stands for a reader of a tenant's in the ledger: a digest as long as this."""
    return tenant.word.ljust(64, "0")


def numbers(answer: ErasedTenant) -> dict[str, tuple[int, int]]:
    """Return what was found and is left, by kind."""
    return {one.what: (one.found, one.left) for one in answer.held}


@pytest.fixture
async def installation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Installation]:
    """Return one on a real server, with a worker as an installation has it."""
    home, folder = tmp_path / "home", tmp_path / "requests"
    folder.mkdir()
    monkeypatch.setenv("PHOENIX_HOME", str(home))
    settings = Settings()
    stages = configured_stages(settings)
    async with open_real_world(*SOON) as world, world.worker(stages):
        address = world.client.service_client.config.target_host
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        tenants = [Tenant(word, uuid4()) for word in ("zafirobravo", "topaciobravo")]
        yield Installation(world, settings, folder, *tenants)
        await stages.close()


async def test_no_word_of_an_erased_tenant_is_left(installation: Installation) -> None:
    """Files, free pages, logs of the ledger, histories and listings are without it.

    Of another tenant nothing is touched, and the same request again is answered and not run.
    """
    gone, stays = installation.gone, installation.stays
    request = await installation.carried_out(gone)
    await installation.carried_out(stays)
    await installation.scheduled(gone)
    await installation.scheduled(stays)
    spoken = installation.places(gone.word)
    assert {"memory", "outbox", "artifacts"} < spoken
    assert {"ledger.db", "ledger.db-wal"} & spoken
    kept = await installation.histories(stays.word)
    before = {path for path in installation.settings.home.rglob("*") if str(stays.id) in str(path)}

    counted = await installation.erasure(gone).carry_out(erasing=False)
    untouched = installation.places(gone.word)
    erased = await installation.erasure(gone).carry_out(erasing=True)
    again = await installation.erasure(gone).carry_out(erasing=True)

    assert {what for what, (found, _) in numbers(counted).items() if found} == {
        "schedules",
        "executions",
        "steps",
        "recipients",
        "lifted stops",
        "answers",
        "posts",
        "artefacts",
        "runs",
    }
    assert untouched == spoken
    assert erased.is_gone
    assert not any(found for found, _ in numbers(again).values())
    assert installation.places(gone.word) == set()
    assert await installation.histories(gone.word) == []
    assert await installation.histories(stays.word) == kept
    assert {"memory", "outbox", "artifacts"} <= installation.places(stays.word)
    assert before <= set(installation.settings.home.rglob("*"))
    assert set(numbers(await installation.erasure(stays).carry_out(erasing=False))["steps"]) != {0}
    report = await installation.report(request)
    assert report.source is ReportSource.LEDGER
    assert "what was asked is not remembered: the outcome does not name it" in report.not_known
    started = await Campaigns(installation.client).start(request, "whoever")
    assert not started.duplicate
    answer = await installation.answered(request)
    assert answer.current_state is CampaignState.IDLE
    assert [one.status.value for one in answer.publications] == ["sent"]
    assert "outbox" not in installation.places(gone.word)


async def test_a_tenant_with_an_open_campaign_is_not_erased(installation: Installation) -> None:
    """It is named, and everything is as it was; cut off, it is known by its request, and goes.

    It is a slot's: what the schedule and the slot have said goes with it.
    """
    gone, campaigns = installation.gone, Campaigns(installation.client)
    slot = await campaigns.schedules.trigger(await installation.scheduled(gone))
    campaign = Campaign(installation.client.get_workflow_handle(workflow_id(slot.execution_id)))
    await campaign.waits_for(WaitingFor.REVIEW)
    request = await campaigns.request(slot.execution_id)
    before = installation.places(gone.word)

    with pytest.raises(Refused, match=rf"slots, 1 in all \({campaign.handle.id}\): let them end"):
        await installation.erasure(gone).carry_out(erasing=True)
    untouched = installation.places(gone.word)
    await campaign.handle.terminate("the tenant leaves")
    await eventually(campaigns.running, lambda running: request.execution_id not in running)
    erased = await installation.erasure(gone).carry_out(erasing=True)

    assert untouched == before
    assert numbers(erased)["schedules"] == (1, 0)
    assert numbers(erased)["executions"] == (1, 0)
    assert numbers(erased)["runs"] == (2, 0)
    assert erased.is_gone
    assert installation.places(gone.word) == set()
    assert await installation.histories(gone.word) == []
    started = await campaigns.start(request, "whoever")
    assert not started.duplicate
    assert (await installation.answered(request)).current_state is CampaignState.FAILED
