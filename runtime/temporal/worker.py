"""A worker from its settings to its end: the one place where it is put together, tests included."""

import asyncio
import logging
import signal
from collections.abc import AsyncGenerator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from temporalio.client import Client
from temporalio.runtime import Runtime
from temporalio.worker import Worker

from activities.stages import Stages
from contracts import TASK_QUEUE, WorkLost
from runtime import accounts
from runtime.installation.comparing import refuse_apart
from runtime.installation.fleet import among_others
from runtime.installation.ledgers import marked, tell_other_ledgers
from runtime.settings import Settings
from runtime.telemetry.census import Census
from runtime.telemetry.exporting import open_runtime, show_zeros, worker_meter
from runtime.temporal import attributes
from runtime.temporal.builds import build_of, deployment_of, named
from runtime.temporal.checking import checked
from runtime.temporal.connection import connect_when_up
from runtime.temporal.health import Health, announce, keep_fresh
from runtime.temporal.plugin import with_stages, worker_identity
from runtime.temporal.roles import EVERYTHING, Role
from runtime.temporal.routing import tell_routing
from runtime.temporal.stopping import ToldToStop, unless
from runtime.temporal.target import read_target
from runtime.wiring.channels import Rates
from runtime.wiring.keys import kept_if_used
from runtime.wiring.stages import memories_when_up, open_stages

log = logging.getLogger("phoenix.worker")


def build_worker(
    client: Client,
    stages: Stages,
    settings: Settings,
    task_queue: str = TASK_QUEUE,
    *,
    name: str | None = None,
    has_campaigns: bool = True,
    most_per_second: float | None = None,
) -> Worker:
    """Return a worker for campaigns.

    Args:
        client: A client with `PhoenixPlugin`.
        stages: What stands behind the ports.
        settings: How much the worker takes on.
        task_queue: Where it takes its work from.
        name: What Temporal calls it; after its place and process by default.
        has_campaigns: Whether campaigns themselves wait there, and not activities alone.
        most_per_second: Activities that may begin from this queue, over all workers together.
    """
    return Worker(
        with_stages(client, stages, settings.identity, has_campaigns=has_campaigns),
        task_queue=task_queue,
        max_task_queue_activities_per_second=most_per_second,
        identity=name or worker_identity(settings.identity),
        deployment_config=deployment_of(settings),
        max_cached_workflows=settings.max_cached_workflows,
        max_concurrent_workflow_tasks=settings.max_concurrent_workflow_tasks,
        max_concurrent_activities=settings.max_concurrent_activities,
        max_concurrent_local_activities=settings.max_concurrent_workflow_tasks,
        sticky_queue_schedule_to_start_timeout=timedelta(seconds=settings.sticky_seconds),
        graceful_shutdown_timeout=timedelta(seconds=settings.graceful_shutdown_seconds),
    )


@asynccontextmanager
async def working(
    client: Client,
    stages: Stages,
    settings: Settings,
    role: Role,
    rates: Rates,
    name: str | None = None,
) -> AsyncGenerator[None]:
    """Take work from every queue of a role until the block ends.

    Args:
        client: A client with `PhoenixPlugin`.
        stages: What stands behind the ports.
        settings: How much is taken on, from each queue by itself (ADR 56).
        role: Which work is taken.
        rates: How fast publications may begin.
        name: What Temporal calls the worker; after its place and process by default.
    """
    stages = replace(stages, queues_apart=not role.is_all or rates.has_any)
    workers = [
        build_worker(
            client,
            stages,
            settings,
            queue.name,
            name=name,
            has_campaigns=queue.has_campaigns,
            most_per_second=None if queue.channel is None else rates.of(queue.channel),
        )
        for queue in role.queues
    ]

    async def stop() -> None:
        # One after the other, they would need as long as all of them together may.
        await asyncio.gather(*(worker.shutdown() for worker in workers))

    async with AsyncExitStack() as running:
        for worker in workers:
            await running.enter_async_context(worker)
        running.push_async_callback(stop)
        yield


async def run(settings: Settings, role: str = EVERYTHING) -> None:
    """Take work until SIGTERM or SIGINT, then let what is in flight come to its end.

    Raises:
        WrongUse: The settings, the role or the surroundings do not allow any work.
    """
    takes, rates = checked(settings, role)
    with kept_if_used(settings):
        stages = await open_stages(settings)  # what is wrong here is told before any connection
        try:
            await refuse_apart(settings)
            await _work(settings, stages, takes, rates)
        finally:
            await stages.close()


async def work(settings: Settings, stages: Stages, role: str = EVERYTHING) -> None:
    """Do the same with these stages, which stay the caller's.

    Raises:
        WrongUse: There is no such role, or the ledger or Temporal cannot be used as it is set up.
    """
    await _work(settings, stages, *checked(settings, role))


async def _work(settings: Settings, stages: Stages, role: Role, rates: Rates) -> None:
    runtime = open_runtime(settings)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    preparing = asyncio.ensure_future(_prepare(stages))
    try:
        await _work_until(stop, settings, stages, runtime, role, rates)
    finally:
        preparing.cancel()


async def _prepare(stages: Stages) -> None:
    try:
        await stages.compute.prepare()
    except WorkLost as error:
        log.warning("starts compute processes when they are needed: %s", error)


async def _work_until(
    stop: asyncio.Event,
    settings: Settings,
    stages: Stages,
    runtime: Runtime,
    role: Role,
    rates: Rates,
) -> None:
    try:
        await unless(stop, memories_when_up(stages, log.warning))
        for held in await stages.ledger.stops.current():
            log.warning("%s: %s", held.name, held)
        name = marked(worker_identity(settings.identity), await stages.ledger.identity())
        client = await unless(stop, connect_when_up(settings, log.info, name, runtime))
    except ToldToStop:
        return
    await attributes.ensure(client)
    first, build = role.queues[0], build_of(settings)
    channels = [queue.channel for queue in role.queues if queue.channel is not None]
    async with (
        among_others(stages.ledger.workers, settings, name),
        _counted(settings, runtime, client, stages),
        working(client, stages, settings, role, rates, name),
        _announced(settings, client, role, name),
        _beside(accounts.tell(stages.publishers, channels)),
        _beside(tell_other_ledgers(client)),
        _beside(tell_routing(client, first.name, first.kind, build)),
    ):
        log.info(
            "takes work from task queue %r of %s at %s%s%s",
            first.name,
            client.namespace,
            read_target(settings).address,
            "" if role.is_all else f" and no more than its role {role.name} needs",
            "" if build is None else f", as {named(build)}",
        )
        await stop.wait()
        log.info("stops: lets activities finish for up to %g s", settings.graceful_shutdown_seconds)
    log.info("stopped")


@asynccontextmanager
async def _beside(task: Coroutine[None, None, None]) -> AsyncGenerator[None]:
    """Do something beside the work: what it takes or meets holds nothing up."""
    doing = asyncio.ensure_future(task)
    try:
        yield
    finally:
        doing.cancel()


@asynccontextmanager
async def _counted(
    settings: Settings, runtime: Runtime, client: Client, stages: Stages
) -> AsyncGenerator[None]:
    if settings.metrics_address is None:
        yield
        return
    show_zeros(runtime, client.namespace)
    census = Census(client, stages.ledger.stops, worker_meter(runtime, client.namespace))
    async with _beside(census.keep()):
        yield


@asynccontextmanager
async def _announced(
    settings: Settings, client: Client, role: Role, name: str
) -> AsyncGenerator[None]:
    ready = settings.ready_file
    if ready is None:
        yield
        return
    await asyncio.to_thread(announce, ready)
    first = role.queues[0]
    health = Health(client, first.name, name, has_campaigns=first.has_campaigns)
    try:
        async with _beside(keep_fresh(ready, health)):
            yield
    finally:
        await asyncio.to_thread(ready.unlink, missing_ok=True)
