"""The command of the codec server, as an operator and a program type it."""

import json
import os
import signal
import sys
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

import starter
from console.app import COMMANDS
from runtime.payloads.replies import Decrypting
from runtime.refusals import Refusal
from tests.e2e.installation import free_port
from tests.support.paths import ROOT
from tests.support.payload_keys import write_keys


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens.toml"
    tokens.touch(mode=0o600)
    tokens.write_text('[tokens]\nana = "a-token-of-more-than-24-characters"')
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PHOENIX_PAYLOAD_KEYS", str(write_keys(tmp_path / "keys.toml", "a")))
    monkeypatch.setenv("PHOENIX_CODEC_TOKENS", str(tokens))


def test_a_program_is_told_where_it_listens() -> None:
    """With --json its answer comes once it can be asked, and not when it ends."""
    port = str(free_port())
    command = [sys.executable, "starter.py", "codec", "--json", "--port", port]
    with Popen(command, cwd=ROOT, env=os.environ, stdout=PIPE, text=True) as running:
        assert running.stdout is not None
        try:
            answer = Decrypting.model_validate_json(running.stdout.readline())
        finally:
            running.send_signal(signal.SIGTERM)

    assert answer.url == f"http://127.0.0.1:{port}"
    assert answer.origins == ["http://127.0.0.1:8233", "http://localhost:8233"]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_program_reads_every_refusal(capsys: pytest.CaptureFixture[str], name: str) -> None:
    """Whatever the command is: with --json, what does not fit it is an object on stdout, too."""
    assert starter.run([*name.split(), "--json", "--nonsense"]) == 2

    refusal = Refusal.model_validate(json.loads(capsys.readouterr().out))
    assert f"starter.py {name} --help" in refusal.message
