"""A model says what a brief says, and decides nothing that the request has decided."""

import json
from collections.abc import Mapping
from typing import Any, Final

import pytest

from activities.compute import ThreadCompute
from activities.strategy.model import ModelStrategy
from contracts import (
    Budget,
    ChannelPlan,
    ContractInvalid,
    Signal,
    StrategyBrief,
    StrategyOrder,
)
from tests.support.builders import request
from tests.support.injections import INJECTIONS
from tests.support.models import ModelScene, Said, modelled
from tests.support.services import STEP

TWO: Final = {"instagram": 0.75, "x": 0.25}


def said(shares: Mapping[str, float] = TWO, **changes: Any) -> dict[str, Any]:
    """Return what a model answers."""
    channels = [{"channel": channel, "share": share} for channel, share in shares.items()]
    usual = {
        "target_audience": "Gente que madruga",
        "core_message": "El café nuevo ya huele en la tienda",
        "angles": [],
        "channels": channels,
        "rationale": "Instagram muestra la cosecha.",
    }
    return usual | changes


def signal(term: str, excerpt: str) -> Signal:
    """Return a signal with somebody's words."""
    return Signal(
        term=term,
        score=3,
        lower_bound=2,
        recent=6,
        earlier=1,
        source="noticias",
        source_sha256="a" * 64,
        excerpt=excerpt,
        is_phrase=True,
    )


async def composed(order: StrategyOrder, *answers: Said) -> tuple[StrategyBrief, ModelScene]:
    """Return the brief for an order when a model answers so, and the model."""
    async with modelled(*answers) as scene:
        return await ModelStrategy(scene.model, ThreadCompute()).compose(order), scene


async def test_a_model_says_whom_the_brief_addresses_and_what_it_says() -> None:
    """Its shares part the money, to the cent and never beyond the whole."""
    order = StrategyOrder(**STEP, request=request(budget=Budget(total=1000.01)))

    brief, _ = await composed(order, said())

    assert brief.core_message == "El café nuevo ya huele en la tienda"
    assert brief.target_audience == "Gente que madruga"
    assert brief.rationale == "Instagram muestra la cosecha."
    assert sum(brief.budget_allocation.values()) == pytest.approx(1000.01)
    assert brief.budget_allocation["instagram"] == pytest.approx(750.01, abs=0.02)


async def test_what_the_request_has_set_is_no_model_s_affair() -> None:
    """Prohibitions, tones, limits and given shares are as they were asked for."""
    asked = request(
        channels=[
            ChannelPlan(channel="instagram", placement="feed", share=0.5),
            ChannelPlan(channel="instagram", placement="story", share=0.1),
            ChannelPlan(channel="x", placement="post"),
        ],
        do_not_do=["No usar rojo"],
        tone_guard={"voice": "formal"},
        platform_constraints={"x.post.body": 200},
    )

    brief, _ = await composed(StrategyOrder(**STEP, request=asked), said())

    assert brief.budget_allocation == {"instagram": 720.0, "x": 480.0}
    assert (brief.do_not_do, brief.tone_guard) == (asked.do_not_do, asked.tone_guard)
    assert brief.platform_constraints == asked.platform_constraints
    assert brief.rules[0].text == "No usar rojo"


async def test_shares_of_a_channel_are_parted_among_its_places() -> None:
    """A feed and a story of one channel share what it gets."""
    asked = request(
        channels=[
            ChannelPlan(channel="instagram", placement="feed"),
            ChannelPlan(channel="instagram", placement="story"),
            ChannelPlan(channel="x", placement="post"),
        ]
    )

    brief, _ = await composed(StrategyOrder(**STEP, request=asked), said())

    assert brief.placement_budget == {
        "instagram.feed": 450.0,
        "instagram.story": 450.0,
        "x.post": 300.0,
    }


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (said({"instagram": 0.5, "x": 0.3, "telegram": 0.2}), "channels must be instagram, x"),
        (said({"instagram": 1.0}), "channels must be instagram, x, each once"),
        (said({"instagram": 0.5, "x": 0.3}), "the shares must add up to 1"),
        (said({"instagram": 2.0, "x": 0.3}), "channels.0.share: should be less than or equal"),
        (said(angles=["criptomonedas"]), "angles may only be these: none"),
        (said(core_message="Todo en evil.example/login"), "core_message must not hold a web addr"),
        (said(core_message="a\nb"), "core_message: must be one line"),
        (said(target_audience=" "), "target_audience: must not be blank"),
        (said(budget_allocation={"x": 10**6}), "budget_allocation: is not a field"),
    ],
)
async def test_what_nobody_asked_for_goes_back_to_the_model(
    wrong: dict[str, Any], told: str
) -> None:
    """It mends it, or the campaign ends: nothing of it reaches a brief."""
    order = StrategyOrder(**STEP, request=request())

    brief, scene = await composed(order, wrong, said())

    assert told in scene.server.prompts[1]["messages"][3]["content"]
    assert brief.channels == ["instagram", "x"]
    with pytest.raises(ContractInvalid, match="gave no answer that fits"):
        await composed(order, wrong)


async def test_only_terms_that_copy_may_take_up_are_offered() -> None:
    """A stranger's words about crime are not shown to the model as something to write about."""
    near = signal("café de Nariño", "Crece el café de Nariño")
    far = signal("estafa con café", "Detenidos por la estafa con café")
    order = StrategyOrder(**STEP, request=request(), signals=[near, far])

    brief, scene = await composed(order, said(angles=["café de Nariño"]))

    data = json.loads(scene.server.prompts[0]["messages"][1]["content"])
    assert data["terms"] == ["café de Nariño"]
    assert brief.angles == ["café de Nariño"]


@pytest.mark.parametrize("words", INJECTIONS)
async def test_no_words_of_others_change_what_is_asked(words: str) -> None:
    """They travel as data within one JSON string, and an obedient model is refused all the same."""
    told = " ".join(words.replace("\u202e", "").replace("\u202c", "").split())
    asked = request(audience=told, purpose=told)
    obedient = said({"telegram": 1.0}, core_message=told, rationale=told)

    with pytest.raises(ContractInvalid):
        await composed(StrategyOrder(**STEP, request=asked), obedient)
    brief, scene = await composed(StrategyOrder(**STEP, request=asked), said())

    system, user = scene.server.prompts[0]["messages"]
    assert told not in system["content"]
    assert json.loads(user["content"])["request"]["audience"] == told
    assert brief.channels == ["instagram", "x"]
