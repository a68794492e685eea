"""What goes out to Bluesky and Mastodon is there once, as their own servers tell everybody."""

import hashlib
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pytest

from activities.ports import HasAccount
from contracts import (
    PlatformRefused,
    Publication,
    PublicationStatus,
    PublishOrder,
    SettleOrder,
)
from tests.support.publishing.cases import Case, case_of, kind_of
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order, settle
from tests.support.publishing.worlds.world import World

pytestmark = pytest.mark.e2e

OTHER: Final = b"\x89PNG another"
OTHER_SHA: Final = hashlib.sha256(OTHER).hexdigest()
CONTENT: Final = {SHA: PICTURE, OTHER_SHA: OTHER}
LINK: Final = "https://tostadores.example/otoño"
TEXT: Final = {
    "body": f"👩‍🌾 Café recién tostado: {LINK}.",
    "hashtags": "#café #tueste_26",
    "headline": "Otoño",
}


@pytest.fixture
async def case(opened: tuple[str, World], tmp_path: Path) -> AsyncGenerator[Case]:
    """Give a test a publisher that is new to the server."""
    name, world = opened
    one = case_of(kind_of(name), world, tmp_path)
    yield one
    await one.publisher.close()


def meant(**changes: Any) -> tuple[PublishOrder, SettleOrder]:
    """Return an order that no other test gives, and the question for it."""
    key = f"campaign:c:exec:{uuid4()}:step:PUBLISH:channel:x"
    return order("x", step_key=key, **changes), settle("x", step_key=key)


def post(**changes: Any) -> Any:
    """Return a creative with everything that a post can show."""
    return asset("x", **({"text": TEXT, "link": LINK} | changes))


def about(publication: Publication | None) -> tuple[str | None, str | None]:
    """Return which post an answer is about."""
    assert publication is not None
    return publication.remote_id, publication.url


async def test_a_post_goes_out_once_and_is_found_and_taken_back(case: Case) -> None:
    """The same call again is the same post; taken back twice, it is gone from its list."""
    once, question = meant(assets=[post(), post(sha256=OTHER_SHA, size_bytes=len(OTHER))])
    before = case.world.shown()
    assert await case.publisher.find(question) is None
    assert await case.publisher.retract(question) is None

    published = await case.publisher.publish(once, CONTENT)
    again = await case.publisher.publish(once, CONTENT)
    found = await case.publisher.find(question)
    (shown,) = set(case.world.shown()) - set(before)

    assert about(again) == about(found) == about(published)
    assert shown.count("Una bolsa de café") == 2
    assert all(said in shown for said in ("👩‍🌾 Café recién tostado", LINK, "#café", "#tueste_26"))
    assert '"es"' in shown
    taken = await case.publisher.retract(question)
    assert taken is not None
    assert (taken.status, taken.remote_id) == (PublicationStatus.RETRACTED, published.remote_id)
    assert case.world.shown() == before
    assert await case.publisher.retract(question) is None
    assert await case.publisher.find(question) is None


async def test_as_whom_it_is_posted_and_who_is_refused(case: Case, tmp_path: Path) -> None:
    """Credentials are tried without a post; those of nobody post nothing, and are not repeated."""
    assert isinstance(case.publisher, HasAccount)
    assert await case.publisher.account("x")
    wrong = replace(case.world, environ=dict.fromkeys(case.world.environ, "abcd-efgh-ijkl-mnop"))
    stranger = case_of(case.kind, wrong, tmp_path)
    before = case.world.shown()

    assert isinstance(stranger.publisher, HasAccount)
    for refused in (
        stranger.publisher.account("x"),
        stranger.publisher.publish(meant(assets=[post()])[0], CONTENT),
    ):
        with pytest.raises(PlatformRefused, match="answered 401") as caught:
            await refused
        assert "abcd-efgh" not in str(caught.value)

    await stranger.publisher.close()
    assert case.world.shown() == before


async def test_what_is_too_long_is_refused_before_anything_is_out(case: Case) -> None:
    """The server's own limit counts, and its word on it is told."""
    before = case.world.shown()

    with pytest.raises(PlatformRefused, match=r"500|300"):
        await case.publisher.publish(meant(assets=[post(text={"body": "é" * 501})])[0], CONTENT)

    assert case.world.shown() == before
