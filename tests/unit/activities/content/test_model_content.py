"""A model writes copy within the placement's fields; the picture and the link are as always."""

import json
from pathlib import Path
from typing import Any, Final

import pytest

from activities.compute import ThreadCompute
from activities.content.model import ModelContent
from activities.content.templates.provider import TemplateContent
from contracts import ContentOrder, VisualAsset
from tests.support.campaigns.content_orders import content_order
from tests.support.injections import INJECTIONS
from tests.support.models import ModelScene, Said, modelled

LINK: Final = "https://www.tostadores.example/cosecha"
COPY: Final = {
    "headline": "La cosecha nueva ya está aquí",
    "description": "",
    "body": f"La cosecha nueva ya está en la tienda. Ver la cosecha: {LINK}",
}


async def produced(
    order: ContentOrder, *answers: Said, **settings: Any
) -> tuple[VisualAsset, ModelScene]:
    """Return the asset for an order when a model answers so, and the model."""
    async with modelled(*answers, **settings) as scene:
        templates = TemplateContent(scene.stores, ThreadCompute())
        (asset,) = await ModelContent(scene.model, templates).produce(order)
    return asset, scene


async def test_a_model_s_copy_is_drawn_and_published() -> None:
    """What it writes stands in the post and on the picture; the button is the request's."""
    order = content_order("x", "post")

    asset, scene = await produced(order, COPY)

    assert asset.text == {
        "headline": "La cosecha nueva ya está aquí",
        "call_to_action": "Ver la cosecha",
        "body": COPY["body"],
    }
    assert asset.link == LINK
    assert "La cosecha nueva ya está aquí" in (asset.alt_text or "")
    assert asset.manifest is not None
    manifest = json.loads(scene.store.blobs[asset.manifest.sha256])
    assert "La cosecha nueva ya está aquí" in {block["text"] for block in manifest["blocks"]}


async def test_a_model_is_told_what_the_placement_takes_and_what_was_found() -> None:
    """Lengths, the link, a reviewer's wish and the audit's findings go along as data."""
    order = content_order("x", "post", changes=["más corto"], findings=["x.post.body: caps"])

    _, scene = await produced(order, COPY)

    data = json.loads(scene.server.prompts[0]["messages"][1]["content"])
    assert data["fields"]["headline"] == {
        "at_most": 80,
        "counted_in": "graphemes",
        "must_be_there": True,
    }
    assert "call_to_action" not in data["fields"]
    assert (data["link"], data["body_needs_link"]) == (LINK, True)
    assert (data["changes"], data["findings"]) == (["más corto"], ["x.post.body: caps"])


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (COPY | {"headline": ""}, "headline must be there"),
        (COPY | {"headline": "a" * 81}, "headline must have 80 graphemes at most"),
        (COPY | {"body": "Sin enlace."}, f"body must hold the link {LINK}"),
        (COPY | {"hashtags": "#a"}, "hashtags: is not a field"),
        ({"headline": "a"}, "body: is required"),
        (COPY | {"headline": ["a"]}, "headline: should be a valid string"),
    ],
)
async def test_copy_that_does_not_fit_goes_back_to_the_model(
    wrong: dict[str, Any], told: str
) -> None:
    """What the platform would refuse is mended before it is drawn."""
    _, scene = await produced(content_order("x", "post"), wrong, COPY)

    assert told in scene.server.prompts[1]["messages"][3]["content"]


async def test_characters_that_nobody_sees_are_left_out() -> None:
    """A model's copy cannot turn the reading direction of what stands around it."""
    asset, _ = await produced(content_order("x", "post"), COPY | {"headline": "Caf\u202e\x1bé"})

    assert asset.text["headline"] == "Caf  é"


async def test_a_placement_without_a_place_for_a_link_needs_none() -> None:
    """Where the post itself leads somewhere, the text need not."""
    copy = {"headline": "La cosecha nueva", "description": "Ya está en la tienda"}
    order = content_order("google_display", "landscape")

    asset, _ = await produced(order, copy | {"long_headline": "La cosecha nueva ya está aquí"})

    assert asset.text["business_name"] == "Tostadores del Sur"


async def test_what_a_wish_would_change_is_for_the_model_to_show() -> None:
    """No wish is refused beforehand, and none is paid for twice."""
    async with modelled(COPY) as scene:
        templates = TemplateContent(scene.stores, ThreadCompute())
        why = await ModelContent(scene.model, templates).why_idle(content_order("x", "post"), [])

    assert why is None
    assert scene.server.heard == []


async def test_an_operator_s_prompt_replaces_the_built_in_one(tmp_path: Path) -> None:
    """A file in a folder is all that it takes."""
    (tmp_path / "content.txt").write_text("Escribe como mi abuela.", encoding="utf-8")

    _, scene = await produced(content_order("x", "post"), COPY, prompts=str(tmp_path))

    assert scene.server.prompts[0]["messages"][0]["content"] == "Escribe como mi abuela."


@pytest.mark.parametrize("words", INJECTIONS)
async def test_no_words_of_others_stand_among_the_instructions(words: str) -> None:
    """They travel as data, whoever wrote them."""
    told = " ".join(words.replace("\u202e", "").replace("\u202c", "").split())
    order = content_order("x", "post", changes=[told], findings=[told], product=told[:100])

    _, scene = await produced(order, COPY)

    system, user = scene.server.prompts[0]["messages"]
    assert told not in system["content"]
    assert json.loads(user["content"])["changes"] == [told]
