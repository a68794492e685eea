"""The outbox's pages show a post as its channel would, and nothing runs in them."""

import hashlib
import json
from pathlib import Path

import pytest

from activities.publish.outbox.publisher import Outbox
from tests.support.documents.markup import read
from tests.support.publishing.outbox_orders import (
    PICTURE,
    SHA,
    Hours,
    asset,
    order,
    page_of,
    posts_in,
)


@pytest.mark.parametrize(
    ("channel", "text", "form"),
    [
        ("instagram", {"body": "Hola", "hashtags": "#café"}, "picture"),
        ("facebook", {"body": "Hola", "headline": "Café", "description": "Ya"}, "feed"),
        ("email", {"subject": "Ya está", "preheader": "Hoy", "body": "Hola"}, "mail"),
        ("google_display", {"headline": "Café", "business_name": "Tueste"}, "ad"),
        ("google_display", {"headline": "Café", "long_headline": "Café de aquí"}, "ad"),
        ("some_network", {"body": "Hola"}, "feed"),
    ],
)
async def test_a_preview_shows_all_the_copy_as_its_channel_would(
    tmp_path: Path, channel: str, text: dict[str, str], form: str
) -> None:
    """A reviewer sees every field of the copy in the form of the channel."""
    of = order(channel, assets=[asset(channel, text=text)])

    page = page_of(await Outbox(tmp_path, Hours()).publish(of, {SHA: PICTURE}))

    preview = read(page).one("div", "preview")
    assert form in preview.attributes["class"].split()
    facts = read(page).one("section", "facts").text
    assert all(value in facts for value in text.values())
    not_shown = {"headline"} if "long_headline" in text else set[str]()
    assert all(value in preview.text for field, value in text.items() if field not in not_shown)
    assert {one.attributes.get("lang") for one in read(page).all("section")} == {"es", None}
    assert preview.one("img").attributes["alt"] == "Una bolsa de café"


async def test_a_preview_cannot_be_written_by_its_copy(box: Path, tmp_path: Path) -> None:
    """Copy that looks like HTML is shown as it is and never runs."""
    nasty = "<script>alert(1)</script>\"'&"
    of = order(
        assets=[
            asset(
                text=dict.fromkeys(("body", "headline", "hashtags"), nasty),
                alt_text=nasty,
                link='https://x.example/"><script>alert(2)</script>',
            )
        ],
    )

    page = page_of(await Outbox(tmp_path, Hours()).publish(of, {SHA: PICTURE}))

    for whole in (read(page), read((box / "index.html").read_text())):
        assert not whole.all("script")
        assert nasty in whole.text
    assert [one.text for one in read(page).all("p", "words")] == [nasty]


async def test_copy_without_a_picture_has_a_page_too(box: Path, tmp_path: Path) -> None:
    """A channel that takes words only is previewed and listed like the others."""
    words = b"hello"
    sha = hashlib.sha256(words).hexdigest()
    bare = asset(
        sha256=sha, media_type="application/pdf", width=None, height=None, text={"body": "w" * 500}
    )

    publication = await Outbox(tmp_path, Hours()).publish(order(assets=[bare]), {sha: words})

    assert not read(page_of(publication)).all("img")
    card = read((box / "index.html").read_text()).one("a", "tile")
    assert "No picture" in card.text
    assert f"{'w' * 139}…" in [one.text for one in card.all("span")]
    assert (posts_in(box)[0] / "1-feed.bin").read_bytes() == words


async def test_a_generated_picture_of_unknown_size_is_declared(tmp_path: Path) -> None:
    """A viewer learns that a generative model made a picture."""
    made = asset(ai_generated=True, width=None, height=None, alt_text=None)

    page = page_of(await Outbox(tmp_path, Hours()).publish(order(assets=[made]), {SHA: PICTURE}))

    assert "made by a generative model" in page
    assert read(page).one("img").attributes == {"src": "1-feed.png", "alt": ""}


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ({"subject": "Ya está", "headline": "Café", "body": "Hola"}, "Ya está"),
        ({"long_headline": "Café de aquí", "headline": "Café"}, "Café de aquí"),
        ({"headline": " ", "body": "\n Hola \n adiós"}, "Hola"),
        ({"body": "w" * 91}, "w" * 89 + "…"),
        ({}, "A post on Instagram"),
    ],
)
async def test_a_post_is_titled_by_its_own_words(
    tmp_path: Path, text: dict[str, str], title: str
) -> None:
    """The public sees the audited copy, and not what the campaign is called inside the house."""
    of = order(assets=[asset(text=text)])

    page = page_of(await Outbox(tmp_path, Hours()).publish(of, {SHA: PICTURE}))

    assert read(page).one("title").text == f"{title} · Instagram"
    heading = read(page).one("h1")
    assert (heading.text, heading.attributes) == (title, {"lang": "es"})


@pytest.mark.parametrize(
    "link", [None, "javascript:alert(1)", "https://[::1", "https://x.example/a b"]
)
async def test_a_post_leads_only_to_the_web(box: Path, tmp_path: Path, link: str | None) -> None:
    """A link that is none, or could run, is not offered to click."""
    text = {"headline": "Café", "call_to_action": "Pruébalo"}
    of = order(assets=[asset(link=link, language=None, text=text)])

    page = page_of(await Outbox(tmp_path, Hours()).publish(of, {SHA: PICTURE}))

    button = read(page).one("a", "button")
    assert (button.text, button.attributes) == ("Pruébalo", {"class": "button"})
    assert "Leads tonowhere" in [row.text for row in read(page).all("tr")]
    assert "javascript" not in page
    assert 'lang="es"' not in page
    (item,) = json.loads((box / "feed.json").read_bytes())["items"]
    assert item.keys().isdisjoint({"external_url", "language"})


async def test_the_sender_is_who_the_link_leads_to(tmp_path: Path) -> None:
    """A reviewer sees for whom the post speaks, by what was audited."""
    page = page_of(await Outbox(tmp_path, Hours()).publish(order(), {SHA: PICTURE}))

    assert read(page).one("div", "sender").one("b").text == "tostadores.example"
    address = "https://www.tostadores.example/otono?a=1&b=2"
    assert read(page).one("a", "button").attributes["href"] == address
