"""A background process: started once, told apart from a dead one, and stopped whatever it does."""

import errno
import fcntl
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from runtime import bounded_log
from runtime.embedded import supervision
from runtime.embedded.daemon import Daemon, DaemonState
from runtime.embedded.down import down
from runtime.embedded.ports import listens
from runtime.embedded.supervision import bring_up, stop
from runtime.embedded.ui import ensure_ui
from runtime.refusals import WrongUse
from runtime.settings import Settings
from tests.e2e.installation import free_port

# A background process outlives the command that started it, and the standard library warns of that.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")

LASTING = "import signal; print('at work', flush=True); signal.pause()"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {LASTING}"
DYING = "import sys; print('no disk', flush=True); sys.exit(3)"


class Started:
    """A process of its own kind under a folder, and how often it was started."""

    def __init__(self, folder: Path, program: str) -> None:
        self.daemon = Daemon("server", folder / "server", folder / "server.log")
        self.times = 0
        self._program = program

    async def start(self, lock: int) -> subprocess.Popen[bytes]:
        """Start it."""
        self.times += 1
        return self.daemon.spawn(lock, [sys.executable, "-c", self._program], os.environ, {})

    async def is_up(self, _: DaemonState) -> bool:
        """Tell whether it has said that it is at work."""
        return "at work" in self.daemon.end_of_log()

    async def bring_up(self) -> None:
        """Bring it up."""
        await bring_up(self.daemon, self.start, self.is_up)


@pytest.fixture
async def lasting(tmp_path: Path) -> AsyncIterator[Started]:
    """Give a process that works until it is told to stop."""
    started = Started(tmp_path, LASTING)
    yield started
    await stop(started.daemon, 5)


async def test_a_process_that_runs_is_not_started_again(lasting: Started) -> None:
    """However many commands need it, there is one."""
    await lasting.bring_up()
    await lasting.bring_up()

    assert lasting.times == 1


async def test_the_log_of_a_process_that_runs_does_not_grow_without_end(
    lasting: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next command sets aside what was logged, and the process goes on writing."""
    await lasting.bring_up()
    monkeypatch.setattr(bounded_log, "LIMIT", 1)

    await bring_up(lasting.daemon, lasting.start, _runs)

    assert lasting.daemon.log.read_text() == ""
    assert lasting.daemon.log.with_suffix(".log.1").read_text() == "at work\n"


async def _runs(_: DaemonState) -> bool:
    return True


async def test_a_process_is_asked_to_stop(lasting: Started) -> None:
    """Who ends when asked is not killed, and asking again finds nothing to do."""
    await lasting.bring_up()
    state = lasting.daemon.state()

    assert state is not None
    assert await stop(lasting.daemon, 5) == f"server stopped (process {state.pid})"
    assert await stop(lasting.daemon, 5) == "server had ended"
    assert not lasting.daemon.is_running()


async def test_a_process_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    """Nothing stays behind, and the operator learns that it had to be done."""
    stubborn = Started(tmp_path, STUBBORN)
    await stubborn.bring_up()

    told = await stop(stubborn.daemon, 0.05)

    assert "server killed, since it did not stop" in told
    assert not stubborn.daemon.is_running()


async def test_a_process_that_ends_at_once_is_told_with_the_end_of_its_log(tmp_path: Path) -> None:
    """Nobody waits for a process that is dead, and its own words say why."""
    with pytest.raises(WrongUse, match=r"ended with status 3 while it started; .*: no disk$"):
        await Started(tmp_path, DYING).bring_up()


async def test_a_process_that_does_not_come_up_is_not_waited_for_for_ever(
    lasting: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that cannot work says so, and in which log the reason may stand."""
    monkeypatch.setattr(supervision, "START_SECONDS", 0.0)

    async def never(_: DaemonState) -> bool:
        return False

    with pytest.raises(WrongUse, match=r"did not come up within 0 s; the end of .*server\.log"):
        await bring_up(lasting.daemon, lasting.start, never)


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Where nothing keeps two processes apart, none is started, and a sentence says why."""

    def refuses(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuses)

    with pytest.raises(WrongUse, match=r"takes no locks \(.*PHOENIX_HOME must name a folder"):
        Started(tmp_path, LASTING).daemon.try_lock()


def test_the_folder_of_another_user_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is asked of a process in it, the answer is one sentence."""
    daemon = Started(tmp_path, LASTING).daemon

    def refuses(path: object, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuses)
    monkeypatch.setattr(Path, "read_bytes", refuses)

    for asking in (daemon.try_lock, daemon.state):
        with pytest.raises(WrongUse, match=r"server cannot be used: Permission denied.*PHOENIX_HO"):
            asking()


async def test_the_web_ui_moves_with_its_port(tmp_path: Path) -> None:
    """A change of the setting counts with the next command, and the operator is told."""
    settings = Settings(home=tmp_path / "home", ui_port=free_port())
    moved = settings.model_copy(update={"ui_port": free_port()})
    said: list[str] = []

    await ensure_ui(settings, said.append)
    await ensure_ui(settings, said.append)
    await ensure_ui(moved, said.append)

    try:
        assert said == ["replacing what shows the Web UI: its code or its port has changed"]
        assert (await listens(settings.ui_port), await listens(moved.ui_port)) == (False, True)
    finally:
        told = await down(settings)
    assert [line.partition(" (")[0] for line in told] == ["Web UI stopped"]


def test_a_full_disk_is_named_where_nothing_could_be_logged(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Silence tells an operator nothing, and room can be made."""
    daemon = Daemon("server", tmp_path, tmp_path / "server.log")
    assert daemon.end_of_log() == "it wrote nothing"

    def full(_: Path) -> SimpleNamespace:
        return SimpleNamespace(total=1, used=1, free=0)

    monkeypatch.setattr("runtime.embedded.daemon.disk_usage", full)

    assert daemon.end_of_log() == f"it wrote nothing, and the disk of {tmp_path} is full"
