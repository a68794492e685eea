"""Work in processes that are kept within limits, and replaced when they exceed them."""

import asyncio
import os
import pickle
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final, Self, TypeVar, TypeVarTuple, cast
from uuid import UUID

from activities.compute.frames import HEADER, framed
from activities.compute.turns import Turns
from activities.ports import Limit
from contracts import CampaignError, TooCostly, WorkLost

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

JOBS_EACH: Final = 500
"""Jobs after which a process is replaced: what a library leaks ends with it."""

_NOBODY: Final = UUID(int=0)
_WARM_UP: Final = Limit(cpu=60, wall=300, memory=1_000_000_000)
_NOTHING: Final[Callable[[], object]] = bool
"""A function of no argument that does nothing, and that every process has."""
_PROGRAM: Final = ("-P", "-c", "from activities.compute.child import main; main()")
_CRASHES: Final = {
    signal.SIGABRT,
    signal.SIGBUS,
    signal.SIGFPE,
    signal.SIGILL,
    signal.SIGSEGV,
}
"""How a process ends whose work has no room left on its stack or outside of Python's own memory:
the same input does it again."""
_BUFFER: Final = 1 << 20
"""Bytes of an answer that are taken at a time."""
_ENVIRONMENT: Final = ("LANG", "LC_", "LD_LIBRARY_PATH", "PATH", "PYTHON", "TMPDIR", "TZ")
"""How the variables begin that a process is given. The others may hold secrets, and what reads
strangers' files does without them."""


class ProcessCompute:
    """So many processes, each with one piece of work at a time.

    Rule 1: a process talks with this one through its own pipes and shares nothing with the others,
    so it can be killed at any moment.
    Rule 2: whoever was interrupted, or went beyond a limit, is killed; the next piece of work that
    finds no process starts one.
    """

    def __init__(
        self, processes: int, warm_up: Callable[[], object] = _NOTHING, jobs_each: int = JOBS_EACH
    ) -> None:
        """Take how many processes may work; none is started before it is needed.

        Args:
            processes: More than there are cores gain nothing.
            warm_up: What a process does before its first work, such as loading word lists.
            jobs_each: How many pieces of work a process does before it is replaced.
        """
        self._processes = processes
        self._turns = Turns(processes)
        self._warm_up = warm_up
        self._jobs_each = jobs_each
        self._idle: list[_Process] = []
        self._every: set[_Process] = set()

    async def run(
        self, function: Callable[[*Ts], T], *args: *Ts, what: str, tenant: UUID, limit: Limit
    ) -> T:
        """See `Compute.run`."""
        async with self._turns.turn(tenant), self._process() as process:
            if not process.jobs:
                await self._prepare(process)
            done: T = await process.work(function, args, what, limit)
            return done

    async def prepare(self) -> None:
        """Start every process: it takes a second, in which the first campaigns would wait."""
        ready = [
            self.run(_NOTHING, what="getting ready", tenant=_NOBODY, limit=_WARM_UP)
            for _ in range(self._processes)
        ]
        await asyncio.gather(*ready)

    async def close(self) -> None:
        """Kill every process, whatever it is doing."""
        await asyncio.gather(*map(self._end, list(self._every)))
        self._idle.clear()

    async def _prepare(self, process: "_Process") -> None:
        try:
            await process.work(self._warm_up, (), "starting a compute process", _WARM_UP)
        except TooCostly as error:  # nobody's input has done it
            raise WorkLost(str(error)) from None

    async def _fit(self) -> "_Process":
        while self._idle:
            process = self._idle.pop()
            if process.lives:
                return process
            await self._end(process)
        return await _Process.start()

    @asynccontextmanager
    async def _process(self) -> AsyncGenerator["_Process"]:
        process = await self._fit()
        self._every.add(process)
        try:
            yield process
        finally:
            if process.is_fit and process.jobs <= self._jobs_each:
                self._idle.append(process)
            else:
                await self._end(process)

    async def _end(self, process: "_Process") -> None:
        self._every.discard(process)
        await process.end()


class _Process:
    """One process that does what it is sent, and this process's end of its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.jobs = 0
        """How many it has done, the warming up among them."""
        self.is_fit = True
        """Whether it can take more work."""

    @property
    def lives(self) -> bool:
        """Whether it has not ended: what has nothing to do can be killed as well."""
        return self._process.returncode is None

    @classmethod
    async def start(cls) -> Self:
        """Start one.

        Raises:
            WorkLost: The system has no room for it at present.
        """
        environment = {
            name: value for name, value in os.environ.items() if name.startswith(_ENVIRONMENT)
        }
        environment["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, sys.path))
        try:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *_PROGRAM,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=environment,
                limit=_BUFFER,
            )
        except OSError as error:
            raise WorkLost(f"no compute process could be started: {error.strerror}") from error
        return cls(process)

    async def work(
        self, function: Callable[..., Any], args: tuple[Any, ...], what: str, limit: Limit
    ) -> Any:
        """Have a function carried out; unless the answer comes, the process is not fit any more."""
        job = framed(pickle.dumps((function, args, limit.cpu, limit.memory)))
        self.is_fit = False
        try:
            async with asyncio.timeout(limit.wall):
                went_well, answer = await self._answer_to(job)
        except TimeoutError:
            # Its time of a processor was not used up: this machine had too little to give.
            raise WorkLost(f"{what} was not done within {limit.wall:g} s") from None
        except (ConnectionError, asyncio.IncompleteReadError):
            raise _death(what, limit, await self._process.wait()) from None
        if went_well:
            self.jobs += 1
            self.is_fit = True
            return answer
        if isinstance(answer, MemoryError):
            raise _stopped(what, f"{limit.memory / 1e6:,.0f} MB of memory")
        self.jobs += 1
        self.is_fit = True
        raise answer

    async def end(self) -> None:
        """Kill it, and return when it is gone."""
        if self.lives:
            self._process.kill()
        await self._process.wait()

    async def _answer_to(self, job: bytes) -> tuple[bool, Any]:
        # It was started with pipes for both, which the type cannot say.
        given = cast(asyncio.StreamWriter, self._process.stdin)
        told = cast(asyncio.StreamReader, self._process.stdout)
        given.write(job)
        await given.drain()
        (length,) = HEADER.unpack(await told.readexactly(HEADER.size))
        answer: tuple[bool, Any] = pickle.loads(await told.readexactly(length))  # noqa: S301 - our own child's
        return answer


def _stopped(what: str, amount: str) -> CampaignError:
    return TooCostly(f"{what} took more than {amount}, and was stopped")


def _death(what: str, limit: Limit, status: int) -> CampaignError:
    if status == -signal.SIGXCPU:
        return _stopped(what, f"{limit.cpu:g} s of a processor")
    how = signal.Signals(-status).name if status < 0 else f"status {status}"
    if -status in _CRASHES:
        return TooCostly(f"{what} took more room than there is, and crashed ({how})")
    return WorkLost(f"the process that was {what} ended by itself ({how})")
