"""Bringing a background process up, putting another in its place, and stopping it."""

import os
import signal
import subprocess
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final

from activities.retrying import Pauses, retry
from runtime.bounded_log import bound
from runtime.embedded.daemon import Daemon, DaemonState
from runtime.refusals import WrongUse

START_SECONDS: Final = 30.0
"""How long a command waits for a process that it, or another command, has started."""
_KILL_SECONDS: Final = 20.0
"""How long a process that was killed is waited for: a disk may hold it up."""
_LOOKS: Final = Pauses(first=0.05, longest=0.05)


Start = Callable[[int], Awaitable[subprocess.Popen[bytes]]]
"""Starts a process, and hands a descriptor down to it: that of its lock."""


class EndedAtOnce(WrongUse):
    """The process ended while it started."""


class Outdated(Exception):
    """The process that runs is another one than is wanted."""


class _NotYetError(Exception):
    """The process has not come up, or has not ended."""


async def bring_up(
    daemon: Daemon,
    start: Start,
    is_up: Callable[[DaemonState], Awaitable[bool]],
) -> None:
    """Return when the process is up; start it when none runs.

    Commands may do this at the same time: one starts the process, the others wait for it.

    Args:
        daemon: The process.
        start: Starts it, and hands this descriptor of its lock down to it.
        is_up: Tells whether the process that runs has come up.

    Raises:
        EndedAtOnce: It ended before it was up.
        WrongUse: It did not come up within `START_SECONDS`.
    """
    process: subprocess.Popen[bytes] | None = None
    bound(daemon.log)

    async def look() -> None:
        nonlocal process
        lock = daemon.try_lock() if process is None else None
        if lock is not None:
            try:
                process = await start(lock)
            finally:
                os.close(lock)
        if process is not None and process.poll() is not None:
            raise EndedAtOnce(
                f"the embedded {daemon.name} ended with status {process.returncode} while it "
                f"started; the end of {daemon.log}: {daemon.end_of_log()}"
            )
        state = daemon.state()
        if state is None or not daemon.is_alive(state) or not await is_up(state):
            raise _NotYetError

    try:
        await retry(look, _NotYetError, replace(_LOOKS, within=START_SECONDS))
    except _NotYetError:
        raise WrongUse(
            f"the embedded {daemon.name} did not come up within {START_SECONDS:g} s; the end of "
            f"{daemon.log}: {daemon.end_of_log()}"
        ) from None


async def bring_up_or_replace(
    daemon: Daemon,
    start: Start,
    is_up: Callable[[DaemonState], Awaitable[bool]],
    replace_it: Callable[[], Awaitable[None]],
) -> None:
    """Do the same, and replace a process that is another one than is wanted.

    Args:
        daemon: The process.
        start: As for `bring_up`.
        is_up: As for `bring_up`; raises `Outdated` about the process that runs.
        replace_it: Stops that one, and raises when none would take its place.

    Raises:
        WrongUse: As for `bring_up`.
    """
    while True:
        try:
            return await bring_up(daemon, start, is_up)
        except Outdated:
            await replace_it()


async def stop(daemon: Daemon, seconds: float) -> str:
    """Ask the process to stop, kill it when it has not within so many seconds, and say which."""

    async def ended() -> None:
        if daemon.is_running():
            raise _NotYetError

    for number, limit in ((signal.SIGTERM, seconds), (signal.SIGKILL, _KILL_SECONDS)):
        state = daemon.state()
        if not daemon.signal(number):
            break
        try:
            await retry(ended, _NotYetError, replace(_LOOKS, within=limit))
        except _NotYetError:
            continue
        how = "stopped" if number is signal.SIGTERM else "killed, since it did not stop"
        return f"{daemon.name} {how} (process {state.pid if state else '?'})"
    if daemon.is_running():
        return f"{daemon.name} still runs and could not be stopped; see {daemon.log}"
    return f"{daemon.name} had ended"
