"""What only Bluesky has: records under keys of our own, facets, cards and app passwords."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from activities.ports import HasAccount
from activities.publish.bluesky.record import record_key
from contracts import AnswerLost, OutcomeUnknowable, PlatformRefused, Publication
from tests.networks.servers import asked, fetched
from tests.support.publishing.cases import Case, case_of, kind_of
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order
from tests.support.publishing.worlds.world import World

pytestmark = pytest.mark.e2e

CONTENT: Final = {SHA: PICTURE}
LINK: Final = "https://tostadores.example/otoño"
TEXT: Final = {"body": f"👩‍🌾 Café: {LINK}.", "hashtags": "#café", "headline": "Otoño"}


@pytest.fixture
async def case(bluesky: World, tmp_path: Path) -> AsyncGenerator[Case]:
    """Give a test a publisher that shows links as cards."""
    section = {**bluesky.section, "card": True}
    one = case_of(kind_of("bluesky"), replace(bluesky, section=section), tmp_path)
    yield one
    await one.publisher.close()


def posted(world: World, publication: Publication) -> Any:
    """Return the record as anybody finds it."""
    assert publication.remote_id is not None
    did, collection, key = publication.remote_id.removeprefix("at://").split("/")
    where = f"repo={did}&collection={collection}&rkey={key}"
    return asked(f"{world.section['url']}/xrpc/com.atproto.repo.getRecord?{where}")["value"]


async def test_readers_click_on_what_the_text_says(case: Case) -> None:
    """Links and tags are marked by bytes that the server accepts, and a card has its picture."""
    one = order("facets", assets=[asset("x", text=TEXT, link=LINK)])

    publication = await case.publisher.publish(one, CONTENT)
    record = posted(case.world, publication)

    text = record["text"].encode()
    marked = [
        text[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()
        for facet in record["facets"]
    ]
    assert marked == [LINK, "#café"]
    card = record["embed"]["external"]
    assert (card["uri"], card["title"]) == (LINK, "Otoño")
    assert publication.remote_id is not None
    did = publication.remote_id.split("/")[2]
    blob = f"did={did}&cid={card['thumb']['ref']['$link']}"
    address = f"{case.world.section['url']}/xrpc/com.atproto.sync.getBlob?{blob}"
    assert fetched(address) == PICTURE


async def test_calls_at_the_same_time_make_one_record_that_stays_as_it_is(case: Case) -> None:
    """The first is out; other words under its key are nobody's guess and replace nothing."""
    one = order("race", assets=[asset("x", text=TEXT, link=LINK)])

    outcomes = await asyncio.gather(
        *(case.publisher.publish(one, CONTENT) for _ in range(6)), return_exceptions=True
    )

    assert {type(each) for each in outcomes} <= {Publication, AnswerLost}
    (publication, *_) = (each for each in outcomes if isinstance(each, Publication))
    key = record_key(one.step_key)
    assert sum(key in json.loads(each)["uri"] for each in case.world.shown()) == 1
    before = posted(case.world, publication)
    with pytest.raises(OutcomeUnknowable, match="says something else"):
        await case.publisher.publish(order("race", assets=[asset("x")]), CONTENT)
    assert posted(case.world, publication) == before


async def test_an_app_password_that_is_revoked_is_named_with_what_to_do(
    case: Case, tmp_path: Path
) -> None:
    """Whoever has revoked it in mid-campaign reads which variable needs another one."""
    url, handle = case.world.section["url"], case.world.section["handle"]

    def of_account(name: str, said: dict[str, object], token: str = "") -> Any:
        return asked(f"{url}/xrpc/com.atproto.server.{name}", token, said)

    who = {"identifier": handle, "password": case.world.environ["ACCOUNT_PASSWORD"]}
    token = of_account("createSession", who)["accessJwt"]
    password = of_account("createAppPassword", {"name": "second"}, token)["password"]
    world = replace(case.world, environ={"APP_PASSWORD": password})
    before, after = (case_of(case.kind, world, tmp_path).publisher for _ in range(2))
    assert isinstance(before, HasAccount)
    assert isinstance(after, HasAccount)
    known = await before.account("x")
    assert known is not None
    assert str(handle) in known.name

    of_account("revokeAppPassword", {"name": "second"}, token)

    for publisher in (before, after):  # a session that goes on hides nothing
        with pytest.raises(PlatformRefused, match="APP_PASSWORD") as refused:
            await publisher.account("x")
        assert password not in str(refused.value)
    await before.close()
    await after.close()
