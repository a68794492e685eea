"""The embedded worker: it has the code, settings, files and secrets of the command that uses it."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from activities.store import LocalArtifactStores, StoreMark
from runtime.embedded.down import down
from runtime.embedded.worker import KeptWorker, code_version, ensure_worker, worker_daemon
from runtime.refusals import WrongUse
from runtime.settings import Settings
from tests.chaos.platform import SECRET

# A background process outlives the command that started it, and the standard library warns of that.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")

SHIPPED = {
    "worker.py": "run()\n",
    "activities/publish/outbox/preview.py": "page()\n",
    "activities/publish/outbox/templates/post.html": "words\n",
    "activities/publish/outbox/templates/outbox.css": "p { margin: 0 }\n",
    "domain/audit/ruleset.toml": "most = 1\n",
}
WORKER = """\
import os, pathlib, signal
pathlib.Path(os.environ["PHOENIX_READY_FILE"]).write_text(str(os.getpid()))
signal.pause()
"""
TELLING = "import os, pathlib; pathlib.Path('{file}').write_text(str(os.environ))\n"
WEBHOOK = """\
[channels.instagram]
publisher = "webhook"
url = "https://social.example/posts"
secret_env = "SOCIAL_SECRET"
reconciliation = "keyed"
"""


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an installation that a worker would be started from."""
    for name, text in SHIPPED.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "worker", raising=False)
    return tmp_path


@pytest.fixture
async def settings(installation: Path) -> AsyncIterator[Settings]:
    """Give the settings of a home in which a worker that only waits is started."""
    (installation / "worker.py").write_text(WORKER)
    settings = Settings(home=installation / "home")
    settings.home.mkdir()
    yield settings
    await down(settings)


async def pid_of(settings: Settings) -> int:
    """Return the process id of the worker once it takes work."""
    await ensure_worker(settings, print)
    state = worker_daemon(settings).state()
    assert state is not None
    return state.pid


@pytest.mark.parametrize("name", SHIPPED)
def test_a_worker_with_any_other_file_is_an_older_one(installation: Path, name: str) -> None:
    """Code, data, templates and styles of a new release are never shown by an old worker."""
    before = code_version()
    (installation / name).write_text(SHIPPED[name] * 2)

    assert code_version() != before


def test_what_python_writes_beside_the_code_makes_no_worker_older(installation: Path) -> None:
    """A worker is not replaced because its code was compiled meanwhile."""
    before = code_version()
    cache = installation / "activities/__pycache__/preview.cpython-311.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"compiled")

    assert code_version() == before


async def test_a_worker_with_other_settings_is_replaced(settings: Settings) -> None:
    """A change counts with the next command, and the operator is told."""
    said: list[str] = []

    await ensure_worker(settings, said.append)
    await ensure_worker(settings, said.append)
    await ensure_worker(settings.model_copy(update={"port": 9999}), said.append)

    assert "made a development key" in said.pop(0)
    assert said == [
        "starting the worker",
        "replacing the worker: its code, settings, files or secrets have changed",
        "starting the worker",
    ]
    assert [line.partition(" (")[0] for line in await down(settings)] == ["worker stopped"]
    assert not worker_daemon(settings).is_running()


async def test_an_embedded_worker_is_of_no_build(
    settings: Settings, installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One worker on one machine is replaced: as a build that gets no part it would have no work."""
    monkeypatch.setenv("PHOENIX_BUILD_ID", "7")
    told = installation / "environment"
    (installation / "worker.py").write_text(TELLING.format(file=told) + WORKER)

    await ensure_worker(settings.model_copy(update={"build_id": "7"}), print)

    assert "PHOENIX_HOME" in told.read_text()
    assert "BUILD_ID" not in told.read_text()


async def test_channels_that_are_changed_count_with_the_next_command(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a plan shows is what the run does: file, secret and key are those of today."""
    pids = [await pid_of(settings)]

    monkeypatch.setenv("SOCIAL_SECRET", SECRET)
    settings.channels.write_text(WEBHOOK)
    pids += [await pid_of(settings), await pid_of(settings)]
    monkeypatch.setenv("SOCIAL_SECRET", f"whsec_{32 * 'A'}")
    pids.append(await pid_of(settings))
    settings.auditor_key.unlink()
    pids.append(await pid_of(settings))

    assert pids[1] == pids[2]
    assert len(set(pids)) == 4


async def test_a_terminal_without_the_secret_takes_it_from_nobody(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who only looks at a campaign needs no secret, and the worker keeps its own."""
    settings.channels.write_text(WEBHOOK)
    monkeypatch.setenv("SOCIAL_SECRET", SECRET)
    before = await pid_of(settings)
    monkeypatch.delenv("SOCIAL_SECRET")

    assert await pid_of(settings) == before


async def test_a_worker_goes_on_when_no_other_could_take_its_place(settings: Settings) -> None:
    """A file in the middle of a change stops no campaign, and the mistake in it is told."""
    before = await pid_of(settings)
    settings.channels.write_text(WEBHOOK)

    with pytest.raises(KeptWorker, match=r"goes on with its former settings: .*SOCIAL_SECRET is n"):
        await ensure_worker(settings, print)

    state = worker_daemon(settings).state()
    assert state is not None
    assert state.pid == before
    assert worker_daemon(settings).is_alive(state)


async def test_a_worker_that_reads_open_campaigns_is_not_replaced_by_one_that_does_not(
    settings: Settings,
) -> None:
    """A wrong file of keys touches nothing; where no worker runs, what will stand still is told."""
    unread = "campaign-1 is open, and a payload is encrypted under the key 'k1'"
    changed = settings.model_copy(update={"port": 9999})
    said: list[str] = []

    async def unfit() -> str:
        return unread

    before = await pid_of(settings)
    with pytest.raises(KeptWorker, match=f"goes on with its former settings: {unread}"):
        await ensure_worker(changed, said.append, unfit)
    assert said == []
    assert await pid_of(settings) == before
    await down(settings)
    await ensure_worker(changed, said.append, unfit)

    assert said == [f"{unread}; until then it stands still", "starting the worker"]


async def test_a_worker_of_another_store_replaces_none(settings: Settings) -> None:
    """What no worker could work with is told before the good one is stopped."""
    before = await pid_of(settings)
    others = settings.home / "others"
    await LocalArtifactStores(others).put_mark(StoreMark(ledger=UUID(int=1), store=UUID(int=2)))
    changed = settings.model_copy(update={"artifacts": str(others)})

    with pytest.raises(KeptWorker, match="there is no ledger at"):
        await ensure_worker(changed, print)

    assert await pid_of(settings) == before


async def test_a_worker_that_could_not_start_is_not_started(settings: Settings) -> None:
    """The mistake is told in a sentence, and not with the end of a log."""
    settings.channels.write_text("[channels.instgram]")

    with pytest.raises(WrongUse, match=r"channels\.instgram: there is no such channel"):
        await ensure_worker(settings, print)
    settings.channels.unlink()
    settings.providers.write_text("[tarot]")
    with pytest.raises(WrongUse, match=r"tarot: is no section"):
        await ensure_worker(settings, print)

    assert not worker_daemon(settings).is_running()
