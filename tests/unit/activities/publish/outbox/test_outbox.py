"""The outbox publishes once, keeps what it published, and can be asked about it."""

import asyncio
import json
import multiprocessing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from activities.ports import Publisher
from activities.publish.outbox.files import number_of_posts, overview_of
from activities.publish.outbox.publisher import Outbox
from contracts import (
    OutcomeUnknowable,
    Publication,
    PublicationStatus,
    Reconciliation,
)
from tests.support.documents.markup import read
from tests.support.publishing.outbox_orders import (
    COPY,
    NOON,
    PICTURE,
    SHA,
    Hours,
    asset,
    bytes_at,
    names_in,
    order,
    page_of,
    posts_in,
    settle,
    state_of,
)


def publish_elsewhere(root: str) -> str:
    """Publish the usual order, as a process of its own does."""
    publication = asyncio.run(Outbox(Path(root), Hours()).publish(order(), {SHA: PICTURE}))
    return publication.model_dump_json()


async def test_a_post_is_a_folder_with_everything_in_it(box: Path, tmp_path: Path) -> None:
    """A person finds page and creative, a program finds the facts, and both can be traced."""
    publication = await Outbox(tmp_path, Hours()).publish(order(), {SHA: PICTURE})

    (folder,) = posts_in(box)
    assert folder.name.startswith("6f1c1f0e-instagram-")
    assert (folder / "1-feed.png").read_bytes() == PICTURE
    post = json.loads((folder / "post.json").read_bytes())
    assert post["step_key"] == order().step_key
    assert post["content"]["assets"][0]["sha256"] == SHA
    assert post["content"]["assets"][0]["text"] == COPY
    assert publication == Publication(
        channel="instagram",
        placement="feed",
        status=PublicationStatus.SENT,
        remote_id=post["remote_id"],
        url=(folder / "index.html").as_uri(),
        at=NOON,
    )


async def test_the_outbox_promises_what_it_keeps(tmp_path: Path) -> None:
    """It publishes once under a key, answers within seconds, and works on after it was closed."""
    outbox: Publisher = Outbox(tmp_path, Hours())
    first = await outbox.publish(order(), {SHA: PICTURE})

    await outbox.close()

    assert outbox.reconciliation is Reconciliation.KEYED
    assert outbox.call_timeout == timedelta(seconds=10)
    assert await outbox.find(settle()) == first


async def test_publishing_again_changes_nothing(box: Path, tmp_path: Path) -> None:
    """A retry after a lost answer gets the first answer, and not one byte is written."""
    outbox = Outbox(tmp_path, Hours())
    first = await outbox.publish(order(), {SHA: PICTURE})
    before = state_of(box)

    second = await outbox.publish(order(), {})

    assert second == first
    assert state_of(box) == before


async def test_the_same_order_in_two_processes_gives_one_post(box: Path, tmp_path: Path) -> None:
    """Two workers that hold the same order publish it once and report the same."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        answers = pool.map(publish_elsewhere, [str(tmp_path)] * 4, chunksize=1)

    assert len(set(answers)) == 1
    assert len(posts_in(box)) == 1


async def test_posts_of_one_outbox_at_once_are_all_in_the_overview(
    box: Path, tmp_path: Path
) -> None:
    """Channels that publish side by side all stand in the overview and in the feed."""
    channels = [f"channel_{number}" for number in range(12)]

    await asyncio.gather(
        *(Outbox(tmp_path, Hours()).publish(order(name), {SHA: PICTURE}) for name in channels)
    )

    items = json.loads((box / "feed.json").read_bytes())["items"]
    assert sorted(item["tags"][0] for item in items) == sorted(channels)
    assert len(read((box / "index.html").read_text()).all("a", "tile")) == len(channels)


async def test_two_tenants_share_neither_folder_nor_page_nor_feed(tmp_path: Path) -> None:
    """Who is shown one tenant's overview or feed learns nothing of another tenant's posts."""
    outbox, stranger = Outbox(tmp_path, Hours()), UUID(int=3)
    ours = await outbox.publish(order(), {SHA: PICTURE})
    other = await outbox.publish(order("email", tenant_id=stranger), {SHA: PICTURE})

    assert names_in(tmp_path) == [str(UUID(int=2)), str(stranger)]
    for publication, tenant in ((ours, UUID(int=2)), (other, stranger)):
        folder = tmp_path / str(tenant)
        assert len(posts_in(folder)) == 1
        assert str(publication.url).startswith(folder.as_uri() + "/")
        (item,) = json.loads((folder / "feed.json").read_bytes())["items"]
        assert item["tags"][0] == publication.channel
        assert len(read(overview_of(tmp_path, tenant).read_text()).all("a", "tile")) == 1
    assert await outbox.find(settle(tenant_id=stranger)) is None
    assert await outbox.retract(settle(tenant_id=stranger)) is None
    assert await outbox.find(settle()) == ours


@pytest.mark.parametrize(
    "other",
    [
        {"assets": [asset(text={"body": "Otro texto"})]},
        {"assets": [asset(sha256="b" * 64)]},
        {"assets": [asset(link="https://elsewhere.example")]},
    ],
)
async def test_other_content_under_the_same_key_is_not_published(
    box: Path, tmp_path: Path, other: dict[str, Any]
) -> None:
    """What is out is never replaced in silence, and nobody claims that nothing is out."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    before = state_of(box)

    with pytest.raises(OutcomeUnknowable, match="other content under the key"):
        await outbox.publish(order(**other), {SHA: PICTURE, "b" * 64: b"x"})

    assert state_of(box) == before


async def test_what_is_out_is_found(tmp_path: Path) -> None:
    """A worker that lost the answer finds the publication, and nothing where there is none."""
    outbox = Outbox(tmp_path, Hours())
    published = await outbox.publish(order(), {SHA: PICTURE})

    found, absent = await outbox.find(settle()), await outbox.find(settle("email"))

    assert found == published
    assert absent is None


async def test_a_retracted_post_is_out_of_sight_but_kept(box: Path, tmp_path: Path) -> None:
    """Taking back removes a post from overview and feed, and taking back twice says the same."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})

    first = await outbox.retract(settle())
    second = await outbox.retract(settle())

    assert first is not None
    assert first == second
    assert first.status is PublicationStatus.RETRACTED
    assert first.at == NOON + timedelta(hours=1)
    assert "taken back" in page_of(first)
    assert 'href="../../index.html"' in page_of(first)
    assert posts_in(box) == []
    assert json.loads((box / "feed.json").read_bytes())["items"] == []
    assert "Nothing has been published yet." in (box / "index.html").read_text()


async def test_posts_of_a_tenant_are_counted(tmp_path: Path) -> None:
    """Who erases a tenant sees what lies here of it, what was taken back included."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    await outbox.publish(order("email"), {SHA: PICTURE})
    await outbox.retract(settle())

    counts = [number_of_posts(tmp_path, UUID(int=tenant)) for tenant in (2, 3)]

    assert counts == [2, 0]


async def test_what_was_taken_back_is_not_published_again(box: Path, tmp_path: Path) -> None:
    """A late attempt of a cancelled campaign does not bring its post back."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    retracted = await outbox.retract(settle())

    late = await outbox.publish(order(), {SHA: PICTURE})

    assert late == retracted
    assert await outbox.find(settle()) == retracted
    assert posts_in(box) == []


async def test_there_may_be_nothing_to_take_back(tmp_path: Path) -> None:
    """Cancelling before anything was sent is not an error."""
    assert await Outbox(tmp_path, Hours()).retract(settle()) is None


async def test_the_newest_post_comes_first(box: Path, tmp_path: Path) -> None:
    """Whoever opens the overview or subscribes to the feed sees what is new."""
    outbox = Outbox(tmp_path, Hours())

    for channel in ("x", "email", "instagram"):
        await outbox.publish(order(channel), {SHA: PICTURE})

    items = json.loads((box / "feed.json").read_bytes())["items"]
    overview = (box / "index.html").read_text()
    assert [item["tags"][0] for item in items] == ["instagram", "email", "x"]
    assert overview.index(">Instagram<") < overview.index(">Email<") < overview.index(">X<")


async def test_the_feed_is_a_json_feed(box: Path, tmp_path: Path) -> None:
    """A feed reader finds what JSON Feed 1.1 requires, with addresses that lead to the files."""
    await Outbox(tmp_path, Hours()).publish(order(), {SHA: PICTURE})

    feed = json.loads((box / "feed.json").read_bytes())

    (item,) = feed["items"]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert item["id"].startswith("outbox:")
    assert item["title"] == "El café de siempre, recién tostado. · Instagram"
    assert item["external_url"] == "https://www.tostadores.example/otono?a=1&b=2"
    assert item["language"] == "es"
    assert item["content_text"] == "El café de siempre, recién tostado.\n\nPruébalo"
    assert item["date_published"] == "2026-03-01T12:00:00+00:00"
    assert bytes_at(item["attachments"][0]["url"]) == PICTURE
