"""A publication to many is gone on with: its calls end, and nobody waits for them."""

import time
from datetime import timedelta

import pytest

from contracts import Charge, Publication, PublishOrder, Unfinished
from tests.support.publishing.scene import KEYED, SENT, scene_of


async def test_the_next_call_goes_on_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The call that says it has ended is over, and what it did is still not denied."""
    scene = await scene_of(KEYED)
    scene.channel.call_timeout = timedelta(seconds=60)
    with monkeypatch.context() as patch:
        patch.setattr(scene.channel, "publish", some)
        with pytest.raises(Unfinished):
            await scene.publish()
    assert scene.row.call_left == timedelta()

    began = time.monotonic()
    publication = await scene.publish()

    assert publication.status is SENT
    assert time.monotonic() - began < 30


async def some(order: PublishOrder, content: object) -> Publication:
    """Reach some of many."""
    del order, content
    raise Unfinished("Some are left.")


def test_going_on_uses_no_retry() -> None:
    """A long list is no fault of anybody's."""
    assert Unfinished("").charge is Charge.NOTHING
