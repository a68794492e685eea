"""Temporal's own command line, without anything of Phoenix on the caller's side.

Longer than 250 lines because a campaign is led by one command line, which is described here as
well.
"""

import json
import os
import subprocess
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from contracts import (
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    ReviewMode,
    ReviewPolicy,
    WaitingFor,
    workflow_id,
)
from runtime.embedded.server import find_program
from tests.e2e.holding_worker import HOLDS
from tests.e2e.installation import Installation, until
from tests.support.builders import request

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

NO_DEEDS = {
    "WORKFLOW_EXECUTION_STARTED",
    "UPSERT_WORKFLOW_SEARCH_ATTRIBUTES",
    "WORKFLOW_EXECUTION_FAILED",
}
Done = subprocess.CompletedProcess[str]


@dataclass(frozen=True)
class TemporalCli:
    """The program `temporal`, pointed at one server."""

    address: str
    folder: Path

    def __call__(self, *arguments: str) -> Done:
        """Run one command of `temporal workflow` to its end."""
        return subprocess.run(
            [str(find_program()), "workflow", *arguments, "--address", self.address],
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def json(self, *arguments: str) -> Any:
        """Return the answer of a command that has to succeed."""
        done = self(*arguments, "--output", "json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def start(self, workflow: str, *inputs: str) -> None:
        """Start a run with these options for its input."""
        start = ("start", "--type", "CampaignWorkflow", "--task-queue", "campaigns")
        self.json(*start, "--workflow-id", workflow, *inputs)

    def start_campaign(self, **changes: Any) -> CampaignRequest:
        """Start a campaign from a file, and return what was asked for."""
        campaign = request(execution_id=uuid4(), **changes)
        file = self.folder / f"{campaign.execution_id}.json"
        file.write_text(campaign.model_dump_json())
        self.start(workflow_id(campaign.execution_id), "--input-file", str(file))
        return campaign

    def status(self, campaign: CampaignRequest) -> CampaignStatus:
        """Ask a campaign where it is."""
        asked = ("query", "--type", "status", "--workflow-id", workflow_id(campaign.execution_id))
        (answer,) = self.json(*asked)["queryResult"]
        return CampaignStatus.model_validate_json(json.dumps(answer))

    def waits_for(self, campaign: CampaignRequest, waiting: WaitingFor) -> CampaignStatus:
        """Return the status once the campaign waits for this."""

        def waits() -> bool:
            wait = self.status(campaign).wait
            return wait is not None and wait.on is waiting

        until(waits, f"the campaign does not wait for {waiting}")
        return self.status(campaign)

    def update(self, campaign: CampaignRequest, name: str, order: Any) -> Done:
        """Send an update."""
        where = ("--workflow-id", workflow_id(campaign.execution_id))
        return self(
            "update", "execute", *where, "--name", name, "--input", json.dumps(order), "-o", "json"
        )

    def send(self, campaign: CampaignRequest, command: str, *options: str) -> None:
        """Send a message that Temporal takes for the campaign: a signal, or a cancellation."""
        done = self(command, "--workflow-id", workflow_id(campaign.execution_id), *options)
        assert done.returncode == 0, done.stderr

    def result(self, workflow: str) -> Any:
        """Wait for the end of a run and return how it ended."""
        return json.loads(self("result", "--workflow-id", workflow, "--output", "json").stdout)

    def events(self, workflow: str) -> list[str]:
        """Return the types of all events in a run's history."""
        log = self.json("show", "--workflow-id", workflow)["events"]
        return [event["eventType"].removeprefix("EVENT_TYPE_") for event in log]

    def deeds(self, workflow: str) -> set[str]:
        """Return what a run did, however often its worker was given it."""
        return {event for event in self.events(workflow) if not event.startswith("WORKFLOW_TASK_")}


@pytest.fixture(scope="module")
def temporal(tmp_path_factory: pytest.TempPathFactory) -> Generator[TemporalCli]:
    """Return Temporal's command line at a server with a worker."""
    folder = tmp_path_factory.mktemp("cli")
    with pytest.MonkeyPatch.context() as patch, Installation(folder) as installation:
        patch.setitem(os.environ, HOLDS, str(folder))
        installation.start_server()
        installation.start_worker("tests.e2e.holding_worker")
        yield TemporalCli(installation.address, installation.folder)


@pytest.fixture(scope="module")
def campaign(temporal: TemporalCli) -> CampaignRequest:
    """Return a campaign that waits for metrics."""
    campaign = temporal.start_campaign()
    temporal.waits_for(campaign, WaitingFor.METRICS)
    return campaign


def test_a_campaign_is_started_asked_and_ordered_by_temporals_command_line(
    temporal: TemporalCli,
) -> None:
    """Whoever has Temporal needs nothing of Phoenix to run a campaign to its end."""
    campaign = temporal.start_campaign(review=ReviewPolicy(mode=ReviewMode.ALWAYS))
    waiting = temporal.waits_for(campaign, WaitingFor.REVIEW)
    decision = {"action": "approve", "reviewer": "ana", "report_digest": waiting.report_digest}
    metrics = {
        "metrics": [
            {
                "channel": channel,
                "impressions": 1000,
                "clicks": 10,
                "observed_until": "2026-03-02T09:00:00Z",
                "source": "export.csv",
            }
            for channel in ("instagram", "x")
        ],
        "final": True,
    }

    approved = temporal.update(campaign, "review", decision)
    temporal.waits_for(campaign, WaitingFor.METRICS)
    measured = temporal.update(campaign, "record_metrics", metrics)
    ended = temporal.result(workflow_id(campaign.execution_id))

    assert (approved.returncode, measured.returncode) == (0, 0), approved.stderr + measured.stderr
    assert ended["status"] == "COMPLETED"
    assert ended["result"]["current_state"] == CampaignState.IDLE
    assert len(ended["result"]["learning"]["channels"]) == 2


def test_a_run_shows_its_attributes_although_its_client_gave_none(
    temporal: TemporalCli, campaign: CampaignRequest
) -> None:
    """A campaign is found by tenant, state and channel whoever started it."""
    query = (
        f"PhoenixTenant='{campaign.tenant_id}' AND PhoenixCampaign='{campaign.campaign_id}' AND "
        "PhoenixState='LEARN' AND PhoenixChannels='x' AND PhoenixAwaitingReview=false AND "
        f"WorkflowId='{workflow_id(campaign.execution_id)}'"
    )

    until(lambda: len(temporal.json("list", "--query", query)) == 1, f"not listed by: {query}")


def test_an_update_with_nonsense_is_refused_and_leaves_no_trace(
    temporal: TemporalCli, campaign: CampaignRequest
) -> None:
    """Its sender is told what is wrong with it, and the history does not grow by it."""
    taken = temporal.update(campaign, "pause", {"by": "ana"})
    nonsense = temporal.update(campaign, "review", {"action": "maybe"})
    untimely = temporal.update(campaign, "pause", {"by": "ana"})
    back = temporal.update(campaign, "resume", {"by": "ana"})
    events = temporal.events(workflow_id(campaign.execution_id))

    assert [one.returncode for one in (taken, nonsense, untimely, back)] == [0, 1, 1, 0]
    assert "does not fit ReviewDecision" in nonsense.stderr
    assert "reviewer: is required" in nonsense.stderr
    assert "the campaign is already paused" in untimely.stderr
    assert events.count("WORKFLOW_EXECUTION_UPDATE_ACCEPTED") == 2


def test_a_signal_with_nonsense_is_noted_and_stops_nothing(
    temporal: TemporalCli, campaign: CampaignRequest
) -> None:
    """Its sender cannot be told, so the campaign's log says what came, and it goes on."""
    where = ("--workflow-id", workflow_id(campaign.execution_id))
    nonsense = ("null", "[1, 2]", '{"by": 7}', "1e400", '"pause"', "{}")

    for one in nonsense:
        temporal.send(campaign, "signal", "--name", "pause", "--input", one)
    status = temporal.waits_for(campaign, WaitingFor.METRICS)
    (payload,) = temporal.json("query", "--type", "payload", *where)["queryResult"]

    assert not status.paused
    refused = [one for one in payload["execution_log"] if one["action"] == "signal_refused"]
    assert [one["metadata"]["message"] for one in refused] == ["pause"] * len(nonsense)


def test_a_signal_pauses_and_resumes(temporal: TemporalCli, campaign: CampaignRequest) -> None:
    """A system that can only signal has the same messages."""
    order = ("--input", '{"by": "scheduler"}')

    temporal.send(campaign, "signal", "--name", "pause", *order)
    until(lambda: temporal.status(campaign).paused, "not paused")
    temporal.send(campaign, "signal", "--name", "resume", *order)

    until(lambda: not temporal.status(campaign).paused, "not resumed")


def test_a_campaign_is_cancelled_and_says_what_went_out(temporal: TemporalCli) -> None:
    """Temporal's own cancellation is enough; it takes nothing back that nobody asked for."""
    campaign = temporal.start_campaign()
    temporal.waits_for(campaign, WaitingFor.METRICS)
    where = ("--workflow-id", workflow_id(campaign.execution_id))

    temporal.send(campaign, "cancel")
    ended = temporal.result(workflow_id(campaign.execution_id))
    (payload,) = temporal.json("query", "--type", "payload", *where)["queryResult"]

    assert ended["status"] == "CANCELED"
    assert payload["cancellation"] == {"by": "temporal"}  # what has its default is left out
    assert [one["status"] for one in payload["publications"]] == ["sent", "sent"]


@pytest.mark.parametrize(
    ("inputs", "told"),
    [
        ((), "takes one CampaignRequest, not 0 arguments"),
        (("--input", "{}", "--input-meta", "encoding=json/protobuf"), "must be JSON"),
    ],
)
def test_a_run_whose_input_is_no_request_fails_at_once(
    temporal: TemporalCli, inputs: tuple[str, ...], told: str
) -> None:
    """It ends as FAILED_CONTRACT with one message, and has done nothing."""
    workflow = f"campaign-{uuid4()}"

    temporal.start(workflow, *inputs)
    ended = temporal.result(workflow)

    assert ended["status"] == "FAILED"
    failure = ended["closeEvent"]["workflowExecutionFailedEventAttributes"]["failure"]
    assert failure["applicationFailureInfo"]["type"] == "FAILED_CONTRACT"
    assert told in failure["message"]
    assert temporal.deeds(workflow) <= NO_DEEDS


def test_a_run_under_a_foreign_id_fails_at_once(temporal: TemporalCli) -> None:
    """A run that is not keyed on its execution_id could be started twice, so it never begins."""
    campaign = request(execution_id=uuid4())
    workflow = f"my-campaign-{campaign.execution_id}"

    temporal.start(workflow, "--input", campaign.model_dump_json())
    ended = temporal.result(workflow)
    asked = temporal("query", "--type", "status", "--workflow-id", workflow)

    failure = ended["closeEvent"]["workflowExecutionFailedEventAttributes"]["failure"]
    assert failure["applicationFailureInfo"]["type"] == "FAILED_CONTRACT"
    assert f"must be {workflow_id(campaign.execution_id)}" in failure["message"]
    assert "must be campaign-" in asked.stdout
    assert temporal.deeds(workflow) <= NO_DEEDS
