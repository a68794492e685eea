"""The examination says which work waits for nobody."""

import pytest
from temporalio.service import RPCError, RPCStatusCode

from contracts import TASK_QUEUE
from contracts.names import COMPUTE_QUEUE, publish_queue
from runtime.doctor.replies import Finding, Health
from runtime.doctor.workers import examine_workers
from runtime.temporal.roles import own_queues
from tests.support.fakes.task_queues import FakeTaskQueues
from tests.support.findings import every

OWN = [queue.name for queue in own_queues()]
BY_KIND = "workers by kind of work"


async def examined(queues: FakeTaskQueues) -> dict[str, Finding]:
    """Return what was found, by part."""
    return await every(examine_workers(queues.client))


async def test_a_fleet_that_serves_every_queue_is_well() -> None:
    """However much waits: somebody comes to it."""
    found = await examined(FakeTaskQueues(served=[TASK_QUEUE, *OWN], waiting={OWN[1]: 40}))

    assert {one.health for one in found.values()} == {Health.WELL}
    assert found[BY_KIND].says == "every queue is served"
    assert found["workers for activities"].says == (
        "phoenix-worker@host:1 on 'campaigns'; 0 tasks wait"
    )


async def test_a_program_with_one_queue_needs_no_other() -> None:
    """A worker of somebody's own takes every kind of work from one queue."""
    found = await examined(FakeTaskQueues(served=[TASK_QUEUE]))

    assert found[BY_KIND].health is Health.WELL
    assert found[BY_KIND].says == "no queue of a kind of work is served, and nothing waits in one"


@pytest.mark.parametrize(
    ("served", "waiting", "health", "told"),
    [
        ([COMPUTE_QUEUE], {}, Health.DOUBTFUL, f"{publish_queue('x')} (0 tasks wait)"),
        ([COMPUTE_QUEUE], {publish_queue("x"): 7}, Health.FAULTY, "(7 tasks wait)"),
        ([], {COMPUTE_QUEUE: 2}, Health.FAULTY, f"{COMPUTE_QUEUE} (2 tasks wait)"),
    ],
)
async def test_a_queue_without_a_worker_is_named(
    served: list[str], waiting: dict[str, int], health: Health, told: str
) -> None:
    """It is a doubt as long as nothing waits there, and a fault once campaigns stand still."""
    found = (await examined(FakeTaskQueues(served=[TASK_QUEUE, *served], waiting=waiting)))[BY_KIND]

    assert found.health is health
    assert told in found.says
    assert (COMPUTE_QUEUE in found.says) is (COMPUTE_QUEUE not in served)
    assert "python worker.py --role compute" in str(found.to_do)


@pytest.mark.parametrize(
    ("build", "current", "ramping", "health", "told", "to_do"),
    [
        ("1", "1", ("", 0.0), Health.WELL, "work goes to phoenix:1", ""),
        ("1", "", ("", 0.0), Health.FAULTY, "no worker of workers", "--build-id 1"),
        ("2", "1", ("", 0.0), Health.FAULTY, "no worker of phoenix:1", "PHOENIX_BUILD_ID=1"),
        ("", "1", ("", 0.0), Health.FAULTY, "goes to phoenix:1", "--unversioned"),
        ("1", "1", ("2", 10.0), Health.FAULTY, "10 % of it to phoenix:2", "--delete"),
        ("2", "1", ("2", 100.0), Health.WELL, "100 % of it to phoenix:2", ""),
    ],
)
async def test_work_for_a_build_without_workers_is_a_fault(
    build: str, current: str, ramping: tuple[str, float], health: Health, told: str, to_do: str
) -> None:
    """Campaigns stand still although workers ask, and the command that helps is told."""
    queues = FakeTaskQueues([TASK_QUEUE], build=build, current=current, ramping=ramping)

    found = (await examined(queues))["workers for workflow tasks"]

    assert found.health is health
    assert told in found.says
    assert to_do in (found.to_do or "")


async def test_campaigns_that_nobody_takes_are_a_fault() -> None:
    """The first worker is missing."""
    found = await examined(FakeTaskQueues(served=OWN, waiting={TASK_QUEUE: 3}))

    assert found["workers for workflow tasks"].health is Health.FAULTY
    assert "3 tasks wait" in found["workers for activities"].says


@pytest.mark.parametrize("status", [RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNIMPLEMENTED])
async def test_credentials_that_may_not_ask_are_a_doubt_about_each(status: RPCStatusCode) -> None:
    """Nothing is said about workers that nobody has seen, neither well nor faulty."""
    found = await examined(FakeTaskQueues(refuses=status))

    assert len(found) == 3
    assert {one.health for one in found.values()} == {Health.DOUBTFUL}
    assert {one.says for one in found.values()} == {
        "this client may not ask Temporal who takes work"
    }


async def test_a_server_that_does_not_answer_is_no_matter_of_rights() -> None:
    """What is broken is not taken for a closed door."""
    with pytest.raises(RPCError, match="it does not say"):
        await examined(FakeTaskQueues(refuses=RPCStatusCode.UNAVAILABLE))
