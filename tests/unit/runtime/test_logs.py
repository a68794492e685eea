"""What a worker logs: lines for people, or objects for programs."""

import json
import logging
from typing import Any

import pytest

from runtime.logs import JsonLines, TextLines, core_logging
from runtime.settings import LogFormat
from tests.support.builders import EXECUTION


def line(message: str = "stopped", *arguments: object, **extra: Any) -> dict[str, Any]:
    """Return a line as a program reads it."""
    record = logging.LogRecord("phoenix", logging.WARNING, "", 0, message, arguments, None)
    vars(record).update(extra)
    text = JsonLines().format(record)
    assert "\n" not in text
    found: dict[str, Any] = json.loads(text)
    return found


def test_a_line_says_when_how_grave_who_and_what() -> None:
    """A program needs no pattern to read it."""
    found = line("takes %r", "campañas\nof two lines")

    assert found.pop("time").endswith("+00:00")
    assert found == {
        "level": "WARNING",
        "logger": "phoenix",
        "message": "takes 'campañas\\nof two lines'",
    }


def test_a_line_of_the_sdk_about_a_run_names_the_execution() -> None:
    """A suspended campaign is found by its execution, whoever logs it."""
    run = {"workflow_id": f"campaign-{EXECUTION}", "run_id": "r-1", "attempt": 2}

    found = line(temporal_workflow=run)

    assert (found["execution"], found["run_id"], found["attempt"]) == (str(EXECUTION), "r-1", "2")


@pytest.mark.parametrize("workflow_id", ["campaign-nobody", "another"])
def test_a_line_about_another_workflow_names_no_execution(workflow_id: str) -> None:
    """Workers may do other work beside campaigns."""
    assert "execution" not in line(temporal_activity={"workflow_id": workflow_id})


def test_an_error_is_a_part_of_its_line() -> None:
    """A stack is one field, and not thirty lines that belong to nobody."""
    with pytest.raises(ValueError, match="a mistake") as caught:
        int("a mistake")
    found = line(exc_info=(caught.type, caught.value, caught.tb))

    assert found["error"].startswith("Traceback")
    assert found["error"].endswith("'a mistake'")


@pytest.mark.parametrize("form", LogFormat)
def test_the_sdks_core_logs_as_the_process_does(form: LogFormat) -> None:
    """Its lines are lines of the process, in the same form."""
    forwarding = core_logging(form).forwarding

    assert forwarding is not None
    assert forwarding.logger.name == "temporalio.core"


@pytest.mark.parametrize("form", [TextLines(), JsonLines()], ids=["text", "json"])
def test_what_a_server_repeats_of_its_key_is_not_logged(
    form: logging.Formatter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The SDK logs what a server answers, and that may be the key that it was told."""
    key = "tk_9fK2mQx7Vb3LpZ8wRt6Yc1"
    monkeypatch.setenv("TEMPORAL_API_KEY", key)
    error = RuntimeError(f"unavailable: {key}")
    of_sdk = "temporalio.worker", logging.WARNING, "", 0
    record = logging.LogRecord(*of_sdk, "it said %s", (key,), (RuntimeError, error, None))

    said = form.format(record)

    assert "it said" in said
    assert "unavailable" in said
    assert key not in said
