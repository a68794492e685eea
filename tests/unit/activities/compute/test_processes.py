"""Work in processes is kept within limits, and whatever happens to one of them, others go on."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from activities.compute import ProcessCompute
from activities.ports import Limit
from contracts import TooCostly, WorkLost
from tests.e2e.installation import until
from tests.support.builders import TENANT
from tests.support.computing import (
    GENEROUS,
    be_stubborn,
    crash,
    die,
    environment,
    pid,
    refuse_to_end,
    spin,
    take,
)
from tests.support.paths import ROOT


@pytest.fixture
async def compute() -> AsyncGenerator[ProcessCompute]:
    """Give one process, which ends with the test."""
    processes = ProcessCompute(1)
    yield processes
    await processes.close()


async def done(compute: ProcessCompute, *work: Any, limit: Limit = GENEROUS) -> Any:
    """Have a function carried out with its arguments."""
    function, *args = work
    return await compute.run(function, *args, what="the work", tenant=TENANT, limit=limit)


def entries(folder: Path) -> int:
    """Return how much lies in a folder."""
    return len(list(folder.iterdir()))


def is_alive(process: int, *, or_waited_for: bool = False) -> bool:
    """Tell whether a process runs, or has at least not been asked yet how it ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("ascii")
    except OSError:
        return False
    return or_waited_for or "Z" not in stat.rpartition(")")[2]


async def test_work_is_done_elsewhere_and_its_result_comes_back(compute: ProcessCompute) -> None:
    """The worker is free for whatever waits, and one process does one piece after the other."""
    first, second = await done(compute, pid), await done(compute, pid)

    assert first == second != os.getpid()
    assert await done(compute, len, b"a" * 3_000_000) == 3_000_000


async def test_a_process_does_not_know_the_workers_secrets(
    compute: ProcessCompute, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What reads strangers' files has neither the keys nor the passwords of the worker."""
    monkeypatch.setenv("PHOENIX_WEBHOOK_SECRET", "whsec_secret")

    known = await done(compute, environment)

    assert "PATH" in known
    assert not [name for name in known if name.startswith(("PHOENIX_", "TEMPORAL_", "AWS_"))]


async def test_what_fails_by_itself_fails_as_it_would_here(compute: ProcessCompute) -> None:
    """An error is the work's own, and the process goes on."""
    before = await done(compute, pid)

    with pytest.raises(ValueError, match="invalid literal"):
        await done(compute, int, "x")
    with pytest.raises(RuntimeError, match="Stubborn: cannot travel"):
        await done(compute, be_stubborn)

    assert await done(compute, pid) == before


async def test_work_that_takes_too_long_is_stopped(compute: ProcessCompute) -> None:
    """A feed made to be read for minutes is read as long as a feed may take, and is at fault."""
    with pytest.raises(
        TooCostly, match=r"^the work took more than 1 s of a processor, and was stopped$"
    ):
        await done(compute, spin, 60, limit=Limit(cpu=1, wall=60, memory=1_000_000_000))

    assert await done(compute, len, "next") == 4


async def test_work_that_takes_too_much_memory_is_stopped(compute: ProcessCompute) -> None:
    """A file that unfolds to gigabytes does not take them, and is at fault."""
    with pytest.raises(
        TooCostly, match=r"^the work took more than 200 MB of memory, and was stopped$"
    ):
        await done(compute, take, 1 << 30, limit=Limit(cpu=30, wall=60, memory=200_000_000))

    assert await done(compute, take, 1 << 20) == 1 << 20


async def test_work_that_crashes_its_process_is_at_fault(compute: ProcessCompute) -> None:
    """A file that brings a library down is not read again and again."""
    with pytest.raises(TooCostly, match=r"took more room than there is, and crashed \(SIGSEGV\)"):
        await done(compute, crash)


async def test_a_machine_that_is_too_busy_is_no_fault_of_the_work(compute: ProcessCompute) -> None:
    """What had no processor to work with is done again."""
    with pytest.raises(WorkLost, match=r"^the work was not done within 0\.05 s$"):
        await done(compute, time.sleep, 60, limit=Limit(cpu=30, wall=0.05, memory=1_000_000_000))


@pytest.mark.parametrize(
    ("work", "how"), [((die, signal.SIGKILL), "SIGKILL"), ((os._exit, 3), "status 3")]
)
async def test_a_process_that_dies_at_work_loses_only_that_work(
    compute: ProcessCompute, work: tuple[Any, ...], how: str
) -> None:
    """Where the system kills one for want of memory, the work is done again by another."""
    with pytest.raises(
        WorkLost, match=rf"^the process that was the work ended by itself \({how}\)$"
    ):
        await done(compute, *work)

    assert await done(compute, len, "next") == 4


async def test_a_process_that_died_while_it_had_nothing_to_do_loses_nothing(
    compute: ProcessCompute,
) -> None:
    """Its end is noticed before it is given work."""
    idle = await done(compute, pid)
    os.kill(idle, signal.SIGKILL)
    async with asyncio.timeout(10):
        while is_alive(idle, or_waited_for=True):  # noqa: ASYNC110 - nobody is told of it
            await asyncio.sleep(0.01)
    for _ in range(50):
        await asyncio.sleep(0.001)  # until who has waited for its end has told the loop

    assert await done(compute, pid) != idle


async def test_nothing_is_left_of_work_whose_campaign_was_cancelled(
    compute: ProcessCompute,
) -> None:
    """The core is free at once."""
    process = await done(compute, pid)
    work = asyncio.ensure_future(done(compute, time.sleep, 600))
    await asyncio.sleep(0.1)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work

    assert not is_alive(process)


async def test_a_process_does_what_warms_it_up_once(tmp_path: Path) -> None:
    """Word lists are read before the first work and not again."""
    compute = ProcessCompute(1, partial(os.mkdir, tmp_path / "warm"))
    assert await done(compute, len, "ab") == 2
    assert await done(compute, len, "ab") == 2
    await compute.close()

    assert (tmp_path / "warm").is_dir()


async def test_processes_can_be_ready_before_there_is_work(tmp_path: Path) -> None:
    """The first campaign of a worker does not wait for them."""
    compute = ProcessCompute(2, partial(tempfile.mkdtemp, dir=tmp_path))
    await compute.prepare()
    warmed = entries(tmp_path)
    both = await asyncio.gather(done(compute, pid), done(compute, pid))
    await compute.close()

    assert len(set(both)) == warmed == entries(tmp_path) == 2


async def test_a_process_that_cannot_warm_up_is_nobodys_fault() -> None:
    """No campaign is blamed for what a process does before its work."""
    compute = ProcessCompute(1, crash)

    with pytest.raises(WorkLost, match="starting a compute process took more room"):
        await done(compute, len, "ab")
    await compute.close()


async def test_a_system_without_room_for_a_process_is_nobodys_fault(
    compute: ProcessCompute, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could not be begun is done again."""
    monkeypatch.setattr(sys, "executable", "/nowhere/python")

    with pytest.raises(WorkLost, match="no compute process could be started: No such file"):
        await done(compute, len, "ab")


async def test_a_process_is_replaced_after_so_many_pieces_of_work() -> None:
    """What a library leaks does not grow for ever."""
    compute = ProcessCompute(1, jobs_each=2)
    processes = [await done(compute, pid) for _ in range(3)]
    await compute.close()

    assert processes[0] == processes[1] != processes[2]


async def test_only_the_worker_ends_its_processes(compute: ProcessCompute) -> None:
    """What tells the whole group to end does not lose what is about to be done."""
    before = await done(compute, pid)
    await done(compute, refuse_to_end)

    assert await done(compute, pid) == before
    await compute.close()
    assert not is_alive(before)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_process_does_not_outlive_a_worker_that_is_killed(tmp_path: Path) -> None:
    """A worker that dies at once leaves nobody behind who is still at work."""
    told = tmp_path / "pid"
    program = f"""
import asyncio
from pathlib import Path
from activities.compute import ProcessCompute
from tests.support.builders import TENANT
from tests.support.computing import GENEROUS, pid, spin

async def main() -> None:
    compute = ProcessCompute(1)
    run = dict(what="work", tenant=TENANT, limit=GENEROUS)
    number = await compute.run(pid, **run)
    work = asyncio.ensure_future(compute.run(spin, 25.0, **run))
    await asyncio.sleep(0.1)
    part = Path({str(told)!r} + ".part")
    part.write_text(str(number))
    part.rename({str(told)!r})
    await work

asyncio.run(main())
"""
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as worker:
        try:
            until(told.exists, "the worker does not come to its work")
            process = int(told.read_text("ascii"))
            assert is_alive(process)
        finally:
            worker.kill()

    until(lambda: not is_alive(process), "the process has not ended")
