"""The worker: carries campaigns out until it is told to stop."""

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, NoReturn, TypeVar
from uuid import UUID

from temporalio.client import Client
from temporalio.worker import Worker

from activities.interceptor import StageInterceptor
from activities.stages import Stages
from contracts import TASK_QUEUE, ContractInvalid, PlatformUnavailable
from runtime.refusals import WrongUse
from runtime.settings import Settings, ensure_home, load_settings
from runtime.temporal import attributes
from runtime.temporal.connection import connect_when_up, read_target
from runtime.wiring.composition import built_in_stages
from workflows.campaign import CampaignWorkflow

T = TypeVar("T")

log = logging.getLogger("phoenix.worker")

_NOBODY: Final = UUID(int=0)
"""A tenant without a policy of its own: asking for it reads the default one."""


def identity() -> str:
    """Return the name under which Temporal shows this process."""
    return f"phoenix-worker@{socket.gethostname()}:{os.getpid()}"


def build_worker(
    client: Client, stages: Stages, settings: Settings, task_queue: str = TASK_QUEUE
) -> Worker:
    """Return a worker for campaigns: the one place where it is put together, tests included."""
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[CampaignWorkflow],
        activities=stages.activities,
        interceptors=[StageInterceptor(stages.ledger.steps, identity())],
        identity=identity(),
        max_cached_workflows=settings.max_cached_workflows,
        max_concurrent_activities=settings.max_concurrent_activities,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=settings.sticky_seconds),
        graceful_shutdown_timeout=timedelta(seconds=settings.graceful_shutdown_seconds),
        # The SDK would keep heartbeats back for 80 % of their time-out.
        max_heartbeat_throttle_interval=timedelta(seconds=1),
        default_heartbeat_throttle_interval=timedelta(seconds=1),
    )


async def run(settings: Settings) -> None:
    """Take work until SIGTERM or SIGINT, then let what is in flight come to its end.

    Raises:
        WrongUse: The settings or the surroundings do not allow any work.
    """
    stages = await stages_of(settings)  # what is wrong here is told before any connection
    try:
        await _work(settings, stages)
    finally:
        await stages.close()


async def stages_of(settings: Settings) -> Stages:
    """Return the built-in stages, once everything that they are to read has been read.

    Raises:
        WrongUse: The auditor's key, the ledger's URL, the channels or a tenant's policy cannot be
            used.
    """
    try:
        stages = built_in_stages(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    try:
        for tenant in await asyncio.to_thread(_tenants_in, settings.tenants):
            await stages.policies.policy_of(tenant)
    except ContractInvalid as error:
        await stages.close()
        raise WrongUse(f"{settings.tenants}: {error}") from error
    return stages


async def _work(settings: Settings, stages: Stages) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    if await _unless(stop, _ledger_when_up(stages)) is None:
        return
    client = await _unless(stop, connect_when_up(settings, log.info, identity()))
    if client is None:
        return
    await attributes.ensure(client)
    async with build_worker(client, stages, settings), _announced(settings):
        log.info(
            "takes work from task queue %r of %s at %s",
            TASK_QUEUE,
            client.namespace,
            read_target(settings).address,
        )
        await stop.wait()
        log.info("stops: lets activities finish for up to %g s", settings.graceful_shutdown_seconds)
    log.info("stopped")


async def _ledger_when_up(stages: Stages) -> bool:
    """Return when the ledger takes orders, and say what is waited for meanwhile.

    Raises:
        WrongUse: Waiting does not help: the ledger cannot be used as it is set up.
    """
    pause = 1.0
    while True:
        try:
            await stages.ledger.ready()
        except ContractInvalid as error:
            raise WrongUse(str(error)) from error
        except PlatformUnavailable as error:
            log.warning("waits for the ledger: %s", error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, 10.0)
        else:
            return True


def main() -> NoReturn:
    """Run a worker process; end with status 0 when told to stop and 2 when it cannot work."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("transitions").setLevel(logging.WARNING)  # it would log again at each replay
    status = 0
    try:
        settings = load_settings()
        ensure_home(settings)
        asyncio.run(run(settings))
    except WrongUse as error:
        log.error("%s", error)  # noqa: TRY400 - a line for the operator; a stack would hide it
        status = error.exit_status
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    # The SDK's threads can abort the interpreter while it shuts down on Python 3.11.
    os._exit(status)


def _tenants_in(folder: Path) -> list[UUID]:
    tenants = [_NOBODY]
    for file in sorted(folder.glob("*.toml")):
        try:
            tenants.append(UUID(file.stem))
        except ValueError:
            continue  # the default, or a file that no tenant has
    return tenants


@asynccontextmanager
async def _announced(settings: Settings) -> AsyncGenerator[None]:
    ready = settings.ready_file
    if ready is None:
        yield
        return
    await asyncio.to_thread(ready.write_text, f"{os.getpid()}\n", encoding="ascii")
    try:
        yield
    finally:
        await asyncio.to_thread(ready.unlink, missing_ok=True)


async def _unless(stop: asyncio.Event, connecting: Coroutine[None, None, T]) -> T | None:
    """Return what connecting gives, or `None` when the worker is told to stop first."""
    attempt = asyncio.ensure_future(connecting)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({attempt, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if attempt.done():
        return attempt.result()
    attempt.cancel()
    return None


if __name__ == "__main__":
    main()
