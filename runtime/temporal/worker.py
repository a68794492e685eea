"""A worker from its settings to its end: the one place where it is put together, tests included."""

import asyncio
import logging
import signal
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TypeVar

from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.worker import Worker

from activities.stages import Stages
from contracts import TASK_QUEUE, WorkLost
from domain.platforms import known_placements
from runtime import accounts
from runtime.ledger.place import refuse_second_ledger
from runtime.settings import Settings
from runtime.telemetry.census import Census
from runtime.telemetry.exporting import open_runtime, show_zeros, worker_meter
from runtime.temporal import attributes
from runtime.temporal.connection import connect_when_up, read_target
from runtime.temporal.health import Health, announce, keep_fresh
from runtime.temporal.plugin import with_stages, worker_identity
from runtime.wiring.stages import ledger_when_up, open_stages

T = TypeVar("T")

log = logging.getLogger("phoenix.worker")


class _ToldToStop(Exception):
    """A signal came before there was anything to stop."""


def build_worker(
    client: Client, stages: Stages, settings: Settings, task_queue: str = TASK_QUEUE
) -> Worker:
    """Return a worker for campaigns.

    Args:
        client: A client with `PhoenixPlugin`.
        stages: What stands behind the ports.
        settings: How much the worker takes on.
        task_queue: Where it takes its work from.
    """
    return Worker(
        with_stages(client, stages, settings.identity),
        task_queue=task_queue,
        identity=worker_identity(settings.identity),
        max_cached_workflows=settings.max_cached_workflows,
        max_concurrent_workflow_tasks=settings.max_concurrent_workflow_tasks,
        max_concurrent_activities=settings.max_concurrent_activities,
        max_concurrent_local_activities=settings.max_concurrent_workflow_tasks,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=settings.sticky_seconds),
        graceful_shutdown_timeout=timedelta(seconds=settings.graceful_shutdown_seconds),
    )


async def run(settings: Settings) -> None:
    """Take work until SIGTERM or SIGINT, then let what is in flight come to its end.

    Raises:
        WrongUse: The settings or the surroundings do not allow any work.
    """
    stages = await open_stages(settings)  # what is wrong here is told before any connection
    try:
        await work(settings, stages)
    finally:
        await stages.close()


async def work(settings: Settings, stages: Stages) -> None:
    """Do the same with these stages, which stay the caller's.

    Raises:
        WrongUse: The ledger or Temporal cannot be used as it is set up.
    """
    refuse_second_ledger(settings)
    runtime = open_runtime(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    preparing = asyncio.ensure_future(_prepare(stages))
    try:
        await _work_until(stop, settings, stages, runtime)
    finally:
        preparing.cancel()


async def _prepare(stages: Stages) -> None:
    try:
        await stages.compute.prepare()
    except WorkLost as error:
        log.warning("starts compute processes when they are needed: %s", error)


async def _work_until(
    stop: asyncio.Event, settings: Settings, stages: Stages, runtime: Runtime | None
) -> None:
    try:
        await _unless(stop, ledger_when_up(stages.ledger, log.warning))
        for held in await stages.ledger.stops.current():
            log.warning("%s: %s", held.name, held)
        name = worker_identity(settings.identity)
        client = await _unless(stop, connect_when_up(settings, log.info, name, runtime))
    except _ToldToStop:
        return
    await attributes.ensure(client)
    async with (
        _counted(settings, runtime, client, stages),
        build_worker(client, stages, settings),
        _announced(settings, client),
        _channels_told(stages),
    ):
        log.info(
            "takes work from task queue %r of %s at %s",
            TASK_QUEUE,
            client.namespace,
            read_target(settings).address,
        )
        await stop.wait()
        log.info("stops: lets activities finish for up to %g s", settings.graceful_shutdown_seconds)
    log.info("stopped")


@asynccontextmanager
async def _counted(
    settings: Settings, runtime: Runtime | None, client: Client, stages: Stages
) -> AsyncGenerator[None]:
    if runtime is None or settings.metrics_address is None:
        yield
        return
    show_zeros(runtime, client.namespace)
    census = Census(client, stages.ledger.stops, worker_meter(runtime, client.namespace))
    counting = asyncio.ensure_future(census.keep())
    try:
        yield
    finally:
        counting.cancel()


@asynccontextmanager
async def _channels_told(stages: Stages) -> AsyncGenerator[None]:
    """Ask the channels beside the work: a network that is down holds nothing up."""
    channels = sorted({placement.channel for placement in known_placements()})
    telling = asyncio.ensure_future(accounts.tell(stages.publishers, channels))
    try:
        yield
    finally:
        telling.cancel()


@asynccontextmanager
async def _announced(settings: Settings, client: Client) -> AsyncGenerator[None]:
    ready = settings.ready_file
    if ready is None:
        yield
        return
    await asyncio.to_thread(announce, ready)
    health = Health(client, TASK_QUEUE, worker_identity(settings.identity))
    fresh = asyncio.ensure_future(keep_fresh(ready, health))
    try:
        yield
    finally:
        fresh.cancel()
        await asyncio.to_thread(ready.unlink, missing_ok=True)


async def _unless(stop: asyncio.Event, waiting: Coroutine[None, None, T]) -> T:
    """Return what waiting gives, or raise `_ToldToStop` when the worker is told to stop first."""
    attempt = asyncio.ensure_future(waiting)
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait({attempt, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if attempt.done():
        return attempt.result()
    attempt.cancel()
    raise _ToldToStop
