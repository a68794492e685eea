"""An installation with payload keys, as an operator has it: commands, database and codec server."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from runtime.embedded.server import find_program
from tests.e2e.command_line import REQUEST, CommandLine
from tests.e2e.installation import free_port, until
from tests.support.paths import ROOT
from tests.support.payload_keys import write_keys

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(300)]

CANARY = "Zanahoria"
TOKEN = "a-token-of-more-than-24-characters"  # noqa: S105 - made for these tests


def test_what_temporal_keeps_is_read_with_the_keys_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No byte of Temporal's database shows a campaign; commands with the keys and tokens do."""
    monkeypatch.setenv("PHOENIX_PAYLOAD_KEYS", str(write_keys(tmp_path / "keys.toml", "a")))
    line = CommandLine.under(tmp_path)
    try:
        started = line.start(tmp_path, REQUEST.replace("Guided city", CANARY))
        execution = started["execution_id"]
        _until_it_waits(line, execution)
        told = line.json("cancel", execution, "--reason", f"no {CANARY} left")
        shown = _as_temporal_shows_it(line, execution, tmp_path)
        blind = line("list", "--json", PHOENIX_PAYLOAD_KEYS="")
    finally:
        line.stop()

    database = b"".join(
        file.read_bytes() for file in (line.home / "server").rglob("*") if file.is_file()
    )
    assert execution.encode() in database, "the place is not where Temporal keeps its histories"
    assert CANARY.encode() not in database
    assert told["execution_id"] == execution
    assert CANARY in shown
    assert blind.returncode == 2
    assert "set PHOENIX_PAYLOAD_KEYS" in json.loads(blind.stdout)["message"]


def _until_it_waits(line: CommandLine, execution: str) -> None:
    def waits() -> bool:
        wait = line.json("status", execution)["wait"]
        return wait is not None and wait["on"] == "metrics"

    until(waits, f"{execution} does not wait for metrics")


def _as_temporal_shows_it(line: CommandLine, execution: str, folder: Path) -> str:
    """Return the request as Temporal's command line shows it through a codec server."""
    tokens = folder / "tokens.toml"
    tokens.touch(mode=0o600)
    tokens.write_text(f'[tokens]\nana = "{TOKEN}"')
    port = free_port()
    with subprocess.Popen(
        [sys.executable, str(ROOT / "starter.py"), "codec", "--port", str(port)],
        env={**os.environ, "PHOENIX_HOME": str(line.home), "PHOENIX_CODEC_TOKENS": str(tokens)},
        stderr=subprocess.DEVNULL,
    ) as server:
        address = f"http://127.0.0.1:{port}"
        until(lambda: _answers(address), "the codec server does not answer")
        done = subprocess.run(
            [
                *(str(find_program()), "workflow", "show"),
                *("--workflow-id", f"campaign-{execution}", "--output", "json"),
                *("--address", f"127.0.0.1:{line.port}"),
                *("--codec-endpoint", address, "--codec-auth", f"Bearer {TOKEN}"),
            ],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        server.terminate()
    begun = json.loads(done.stdout)["events"][0]["workflowExecutionStartedEventAttributes"]
    return base64.b64decode(begun["input"]["payloads"][0]["data"]).decode()


def _answers(address: str) -> bool:
    try:
        return httpx2.get(address).status_code == 401
    except httpx2.TransportError:
        return False
