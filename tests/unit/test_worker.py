"""The worker before it connects: what it is to work with is judged first."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import worker
from runtime.refusals import WrongUse
from runtime.settings import load_settings
from runtime.temporal.worker import run
from tests.support.canaries.careless import careless_temporal


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("PHOENIX_AUDITOR_KEY", "key.pem", "must be an unencrypted Ed25519 private key"),
        ("PHOENIX_LEDGER_URL", "oracle+async://host/x", "must be like sqlite:///ledger.db"),
        ("PHOENIX_TENANTS", "key.pem", r"key\.pem: .* cannot be read: Not a directory"),
        ("PHOENIX_TENANTS", "tenats", r"tenats: .* does not exist"),
        ("PHOENIX_CHANNELS", "key.pem", "key.pem"),
        ("PHOENIX_ARTIFACTS", "ftp://host/x", "Artefacts cannot be stored at ftp"),
    ],
)
async def test_what_a_worker_cannot_work_with_is_told_before_it_connects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    """Each wrong setting is named before anything is asked of Temporal."""
    (tmp_path / "key.pem").write_text("no key")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, value)

    with pytest.raises(WrongUse, match=told):
        await run(load_settings())


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("TEMPORAL_TLS", "true", "does not speak TLS"),
        ("TEMPORAL_API_KEY", "a-key", "does not speak TLS"),
        ("TEMPORAL_TLS_SERVER_CA_CERT_PATH", "none.pem", "cannot be read"),
        ("PHOENIX_PAYLOAD_KEYS", "none.toml", "PHOENIX_PAYLOAD_KEYS"),
        ("TEMPORAL_NAMESPACE", "default", "does not let this client in"),
    ],
)
async def test_a_worker_that_is_refused_leaves_no_key_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, told: str
) -> None:
    """Who looks into the home finds no key that nobody has used."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_SINGLE_HOST", "true")
    monkeypatch.setenv(variable, value)
    async with careless_temporal("no entry") as address:
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        settings = load_settings()
        with pytest.raises(WrongUse, match=told):
            await run(settings)

    assert not settings.auditor_key.parent.exists()


def test_what_a_worker_cannot_work_with_is_one_message(tmp_path: Path) -> None:
    """Status 2 and one line, found before anything is asked of Temporal."""
    (tmp_path / "key.pem").write_text("no key")
    variable, value = "PHOENIX_AUDITOR_KEY", "key.pem"

    done = subprocess.run(
        [sys.executable, worker.__file__],
        cwd=tmp_path,
        env={**os.environ, "TEMPORAL_ADDRESS": "127.0.0.1:1", variable: value},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "must be an unencrypted Ed25519 private key" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_worker_waits_for_its_ledger_and_says_so(tmp_path: Path) -> None:
    """A database that is down when a worker starts keeps it waiting, until it is told to stop."""
    with subprocess.Popen(
        [sys.executable, worker.__file__],
        cwd=tmp_path,
        env={**os.environ, "PHOENIX_LEDGER_URL": "postgresql+asyncpg://nobody@127.0.0.1:1/none"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        key, told = process.stderr.readline(), process.stderr.readline()
        process.terminate()

    assert "made a development key" in key
    assert "waits for the ledger: The ledger postgresql+asyncpg://nobody@127.0.0.1:1/none" in told
    assert process.returncode == 0


def test_a_workers_log_tells_what_phoenix_does_and_no_librarys_calls() -> None:
    """Addresses with tokens in them, which libraries log, never come to lie in a log."""
    program = """\
import logging, worker
worker.log_to_stderr()
logging.getLogger("httpx2").info("POST https://chat.example/hooks/token")
logging.getLogger("httpx2").warning("slow")
logging.getLogger("phoenix.worker").info("takes work")
"""

    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(worker.__file__).parent,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "token" not in done.stderr
    assert [line.split(" ", 2)[2] for line in done.stderr.splitlines()] == [
        "WARNING httpx2 slow",
        "INFO phoenix.worker takes work",
    ]
