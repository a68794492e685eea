"""Histories in files are played again, and what this code would leave is told."""

import json
from pathlib import Path

import pytest

import starter
from runtime.refusals import WrongUse
from runtime.replay.replaying import replay_files
from runtime.replay.replies import ReplayReport
from runtime.settings import Settings
from runtime.temporal.converter import Encrypted
from tests.replay.recorded import RECORDED
from tests.replay.scenarios_of_people import misnamed
from tests.support.payload_keys import write_keys

(FINISHED,) = [path for path in RECORDED if path.stem == "finished"]
SETTINGS = Settings()


def unheard(_: str) -> None:
    """Hear nothing of the progress."""


def doctored(path: Path, old: str, new: str) -> Path:
    """Write a recorded history in which a word is another one."""
    path.write_text(FINISHED.read_text().replace(old, new))
    return path


@pytest.mark.no_cover  # every recorded history: what it reaches is covered by examples
async def test_this_code_goes_the_way_of_what_was_recorded() -> None:
    """Whole folders are played, campaigns among them whose request was refused."""
    said: list[str] = []
    # Without an id in the history, one that has a wrong id cannot be told from others.
    paths = [path for path in RECORDED if path.stem != misnamed.__name__]

    report = await replay_files(SETTINGS, paths, said.append)

    assert report.is_safe, report.histories[0]
    assert len(report.histories) == len(paths)
    assert said == ["50 histories played"]


async def test_a_history_that_this_code_leaves_comes_first(tmp_path: Path) -> None:
    """An engineer sees which campaign would hang, and at which event the ways part."""
    doctored(tmp_path / "z.json", '"audit_quality"', '"audit_differently"')
    doctored(tmp_path / "a.json", "nothing", "nothing")

    report = await replay_files(SETTINGS, [tmp_path], unheard)

    (first, second) = report.histories
    assert not report.is_safe
    assert (first.source, first.is_same) == (str(tmp_path / "z.json"), False)
    assert str(first.why_not).startswith("Nondeterminism error: Activity type of scheduled event")
    assert (second.is_same, second.workflow_id) == (True, first.workflow_id)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "it is no JSON from line 1, column 1 on; give what 'temporal workflow show"),
        (b"{\n  'events': []}", "it is no JSON from line 2, column 3 on"),
        (b"\xff\xfe{}", "it is no text in UTF-8"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'\xef\xbb\xbf{"events": []}', "does not begin with a start"),
        (b"7", "its JSON has no list of events as Temporal writes them"),
        (b'{"events": 7}', "its JSON has no list of events as Temporal writes them"),
        (b'{"events": [{"eventId": "x"}]}', "its JSON has no list of events as Temporal writes"),
        (None, "No such file"),
    ],
)
async def test_what_is_no_history_is_refused(tmp_path: Path, text: bytes | None, told: str) -> None:
    """The file is named, what is wrong with it, and how a history is written out."""
    path = tmp_path / "x.json"
    if text is not None:
        path.write_bytes(text)

    with pytest.raises(WrongUse, match=r"x\.json") as refused:
        await replay_files(SETTINGS, [path], unheard)

    assert told in str(refused.value)
    assert "Error" not in str(refused.value)


async def test_other_histories_are_refused(tmp_path: Path) -> None:
    """A folder without histories and another workflow's history are mistakes, and no success."""
    other = doctored(tmp_path / "other.txt", "CampaignWorkflow", "Invoices")

    with pytest.raises(WrongUse, match="holds no history"):
        await replay_files(SETTINGS, [tmp_path], unheard)
    with pytest.raises(WrongUse, match="of another workflow, 'Invoices'"):
        await replay_files(SETTINGS, [other], unheard)


async def test_an_encrypted_history_asks_for_its_keys(tmp_path: Path) -> None:
    """It is not called different: nobody could read it."""
    history = json.loads(FINISHED.read_text())
    started = history["events"][0]["workflowExecutionStartedEventAttributes"]
    started["input"]["payloads"][0]["metadata"]["encoding"] = "YmluYXJ5L2VuY3J5cHRlZA=="
    path = tmp_path / "sealed.json"
    path.write_text(json.dumps(history))

    with pytest.raises(Encrypted, match="PHOENIX_PAYLOAD_KEYS"):
        await replay_files(SETTINGS, [path], unheard)


@pytest.mark.parametrize("has_keys", [True, False])
async def test_what_cannot_be_played_is_told_in_words(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, has_keys: bool
) -> None:
    """Why, and neither a stack nor an encoded failure, also where errors travel encrypted."""
    history = json.loads(FINISHED.read_text())
    completed = next(
        event["activityTaskCompletedEventAttributes"]
        for event in history["events"]
        if "activityTaskCompletedEventAttributes" in event
    )
    for payload in completed["result"]["payloads"]:
        payload["metadata"]["encoding"] = "YmluYXJ5L2VuY3J5cHRlZA=="
    path = tmp_path / "sealed.json"
    path.write_text(json.dumps(history))
    keys = write_keys(tmp_path / "keys.toml", "ours") if has_keys else None

    report = await replay_files(Settings(payload_keys=keys), [path], unheard)

    told = str(report.histories[0].why_not)
    wanted = "a payload is encrypted under the key ''" if has_keys else "this worker has no codec"
    assert told.startswith("it cannot be played: ")
    assert wanted in told
    assert not {"Traceback", "Encoded", "stack"} & set(told.replace("_", " ").split())
    assert not caplog.records


async def test_a_newer_servers_history_says_its_own_id(tmp_path: Path) -> None:
    """What the history says counts, also where the run was started under a wrong id."""
    history = json.loads(FINISHED.read_text())
    started = history["events"][0]["workflowExecutionStartedEventAttributes"]
    started["workflowId"] = "campaign-of-somebody"
    path = tmp_path / "named.json"
    path.write_text(json.dumps(history))

    (only,) = (await replay_files(SETTINGS, [path], unheard)).histories

    assert (only.workflow_id, only.is_same) == ("campaign-of-somebody", False)


def test_the_command_answers_people_and_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its status tells a deployment whether to go on, and nothing but the answer is on stdout."""
    left = doctored(tmp_path / "left.json", '"audit_quality"', '"audit_differently"')

    assert starter.run(["replay", str(FINISHED)]) == 0
    assert "this code goes the way of all" in capsys.readouterr().out
    assert starter.run(["replay", str(left)]) == 1
    assert "this code leaves 1" in capsys.readouterr().out
    assert starter.run(["replay", str(left), "--json"]) == 1
    assert not ReplayReport.model_validate_json(capsys.readouterr().out).is_safe
    assert starter.run(["replay"]) == 2
    assert starter.run(["replay", str(left), "--open"]) == 2
