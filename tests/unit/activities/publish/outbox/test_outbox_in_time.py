"""An outbox that is busy, cancelled or frozen answers in time and publishes nothing late."""

import asyncio
import threading
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from activities.publish.outbox.post import Post
from activities.publish.outbox.publisher import Outbox
from contracts import (
    OutcomeUnknowable,
    PlatformUnavailable,
    PublicationStatus,
)
from tests.support.outbox_orders import (
    PICTURE,
    SHA,
    Hours,
    Naps,
    Stopwatch,
    in_use,
    names_in,
    order,
    settle,
    state_of,
)


def published_in(box: Path) -> list[str]:
    """Return the keys of the posts, the first that was published first."""
    posts = [Post.model_validate_json(record.read_bytes()) for record in box.glob("*/post.json")]
    return [post.step_key for post in sorted(posts, key=lambda post: post.published_at)]


def end_of_calls() -> None:
    """Wait until every thread of a closed outbox has ended."""
    for thread in threading.enumerate():
        if thread.name.startswith("outbox"):
            thread.join()


async def test_an_outbox_in_use_answers_in_time(box: Path, tmp_path: Path) -> None:
    """Who holds the outbox for ever stops nobody for ever, and nothing is denied meanwhile."""
    outbox = Outbox(tmp_path, Hours(), Stopwatch(step=3.0))

    with in_use(box):
        for call in (
            outbox.publish(order(), {SHA: PICTURE}),
            outbox.find(settle()),
            outbox.retract(settle()),
        ):
            with pytest.raises(PlatformUnavailable, match="gave up within 8 s"):
                await call

    assert state_of(box).keys() == {".lock"}


async def test_a_call_waits_for_its_turn(box: Path, tmp_path: Path) -> None:
    """Two workers that publish at the same moment both succeed, one after the other."""
    other = ExitStack()
    other.enter_context(in_use(box))
    outbox = Outbox(tmp_path, Hours(), Stopwatch(step=1.0, at=3.0, then=other.close))

    publication = await outbox.publish(order(), {SHA: PICTURE})

    assert publication.status is PublicationStatus.SENT


async def test_calls_have_their_turn_in_the_order_in_which_they_came(
    box: Path, tmp_path: Path
) -> None:
    """However many campaigns publish at once, the first is not the one that has no time left."""
    outbox = Outbox(tmp_path, Hours(), Stopwatch())
    keys = [f"step-{number}" for number in range(12)]

    with in_use(box):
        calls = [
            asyncio.create_task(outbox.publish(order(step_key=key), {SHA: PICTURE})) for key in keys
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*calls)

    assert published_in(box) == keys


async def test_a_call_that_was_cut_off_publishes_nothing_later(box: Path, tmp_path: Path) -> None:
    """What was not out when the waiting for it ended never appears, whoever let go of the lock."""
    waiting = asyncio.Event()
    tell = partial(asyncio.get_running_loop().call_soon_threadsafe, waiting.set)
    outbox = Outbox(tmp_path, Hours(), Stopwatch(step=0.001, at=0.002, then=tell))
    with in_use(box):
        call = asyncio.create_task(outbox.publish(order(), {SHA: PICTURE}))
        await waiting.wait()

        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call

    await outbox.close()
    await asyncio.to_thread(end_of_calls)
    assert await outbox.find(settle()) is None
    assert state_of(box).keys() == {".lock"}


async def test_a_call_that_slept_before_it_began_publishes_nothing(
    box: Path, tmp_path: Path
) -> None:
    """A process that was stopped between the order and the work does not make up for it."""
    with pytest.raises(PlatformUnavailable, match="gave up within 8 s"):
        await Outbox(tmp_path, Hours(), Stopwatch(step=60.0)).publish(order(), {SHA: PICTURE})

    assert state_of(box).keys() == {".lock"}


async def test_a_call_that_slept_while_it_wrote_publishes_nothing(
    box: Path, tmp_path: Path
) -> None:
    """A post does not appear after the time of its call, and leaves no scraps."""
    stopwatch = Stopwatch()
    outbox = Outbox(tmp_path, Naps(stopwatch), stopwatch)

    with pytest.raises(PlatformUnavailable, match="has changed nothing"):
        await outbox.publish(order(), {SHA: PICTURE})

    assert await outbox.find(settle()) is None
    assert names_in(box) == [".lock"]


async def test_a_call_that_slept_while_it_took_back_changes_nothing(
    box: Path, tmp_path: Path
) -> None:
    """A post that is still out does not say that it was taken back."""
    published = await Outbox(tmp_path, Hours()).publish(order(), {SHA: PICTURE})
    before = {name: data for name, (data, _) in state_of(box).items()}
    stopwatch = Stopwatch()
    outbox = Outbox(tmp_path, Naps(stopwatch), stopwatch)

    with pytest.raises(PlatformUnavailable, match="has changed nothing"):
        await outbox.retract(settle())

    assert await outbox.find(settle()) == published
    assert {name: data for name, (data, _) in state_of(box).items()} == before


async def test_calls_that_wait_leave_other_work_its_threads(box: Path, tmp_path: Path) -> None:
    """However many channels wait for the outbox, the worker's other stages go on."""
    outbox = Outbox(tmp_path, Hours(), Stopwatch())

    with in_use(box):
        calls = [asyncio.create_task(outbox.find(settle())) for _ in range(50)]
        async with asyncio.timeout(10):
            await asyncio.sleep(0)
            done = await asyncio.to_thread(int, "7")

    assert done == 7
    assert await asyncio.gather(*calls) == [None] * 50


async def test_a_tenants_outbox_in_use_holds_up_no_other_tenant(box: Path, tmp_path: Path) -> None:
    """However many calls wait for one tenant's folder, another tenant's posts go out at once."""
    outbox = Outbox(tmp_path, Hours(), Stopwatch())

    with in_use(box):
        calls = [asyncio.create_task(outbox.find(settle())) for _ in range(20)]
        async with asyncio.timeout(10):
            await asyncio.sleep(0)
            other = await outbox.publish(order(tenant_id=UUID(int=3)), {SHA: PICTURE})
        assert not any(call.done() for call in calls)

    assert other.status is PublicationStatus.SENT
    assert await asyncio.gather(*calls) == [None] * 20


async def test_a_question_writes_nothing(tmp_path: Path) -> None:
    """Asking an outbox that was never used finds nothing, and does not set one up."""
    found = await Outbox(tmp_path / "none", Hours()).find(settle())

    assert found is None
    assert names_in(tmp_path) == []


async def test_an_outbox_that_is_no_folder_denies_nothing(tmp_path: Path) -> None:
    """A setting that leads elsewhere is not taken for an empty outbox."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OutcomeUnknowable, match="cannot be asked"):
        await Outbox(tmp_path / "file", Hours()).find(settle())
