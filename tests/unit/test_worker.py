"""The worker before it connects: what it is to work with is judged first."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

import worker
from runtime.refusals import WrongUse
from runtime.settings import Settings, load_settings

TENANT = UUID("468bd6b2-74ce-589b-b79f-77f8ab9981ae")


def settings(folder: Path) -> Settings:
    """Return settings with everything under a folder."""
    return Settings(home=folder)


async def test_a_worker_with_fitting_policies_has_its_stages(tmp_path: Path) -> None:
    """Policies that can be read, and files that are no tenant's, keep no worker from its work."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / "default.toml").write_text("review_required = true\n")
    (folder / f"{TENANT}.toml").write_text("review_required = false\n")
    (folder / "notes.toml").write_text("not TOML")

    stages = await worker.stages_of(settings(tmp_path))

    assert (await stages.policies.policy_of(TENANT)).source == f"{TENANT}.toml"
    await stages.close()


@pytest.mark.parametrize("name", ["default.toml", f"{TENANT}.toml"])
async def test_a_policy_that_cannot_be_read_is_wrong_use(tmp_path: Path, name: str) -> None:
    """A typo in a tenant's policy is told at the start and not by the tenant's next campaign."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / name).write_text("budget_ceilling = 5\n")

    with pytest.raises(WrongUse, match=rf"tenants: .*{name} is invalid: budget_ceilling"):
        await worker.stages_of(settings(tmp_path))


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("PHOENIX_AUDITOR_KEY", "key.pem", "must be an unencrypted Ed25519 private key"),
        ("PHOENIX_LEDGER_URL", "oracle+async://host/x", "must be like sqlite:///ledger.db"),
        ("PHOENIX_TENANTS", "key.pem", "cannot be read as TOML"),
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
        await worker.run(load_settings())


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
        told = process.stderr.readline()
        process.terminate()

    assert "waits for the ledger: The ledger postgresql+asyncpg://nobody@127.0.0.1:1/none" in told
    assert process.returncode == 0
