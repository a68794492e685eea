"""The brief keeps to the request, never spends more than there is, and says why it is as it is."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.compute import ThreadCompute
from activities.strategy.rules import RuleStrategy, allocate
from contracts import Budget, ChannelPlan, RuleKind, Signal, StrategyOrder
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request

STRATEGY = RuleStrategy(ThreadCompute())
CHANNELS = [f"channel_{number}" for number in range(8)]


def plans(*shares: float | None) -> list[ChannelPlan]:
    """Return one channel per share."""
    return [
        ChannelPlan(channel=CHANNELS[number], placement="feed", share=share)
        for number, share in enumerate(shares)
    ]


def signal(term: str, lower_bound: float = 1.5) -> Signal:
    """Return a signal for a term."""
    return Signal(
        term=term,
        score=lower_bound + 1,
        lower_bound=lower_bound,
        recent=6,
        earlier=1,
        source="noticias.xml",
        source_sha256="a" * 64,
        excerpt=f"Algo sobre {term}",
        is_phrase=True,
    )


def order(*signals: Signal, **changes: Any) -> StrategyOrder:
    """Return an order for the usual request with these fields changed."""
    return StrategyOrder(
        step_key="campaign:c:exec:e:step:STRATEGY_GEN",
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        request=request(**changes),
        signals=list(signals),
    )


@given(
    total=st.floats(0, 1e12),
    shares=st.lists(st.none() | st.floats(0, 0.125), min_size=1, max_size=8),
)
def test_no_more_is_allotted_than_there_is(total: float, shares: list[float | None]) -> None:
    """Whatever the shares, the amounts are whole cents and add up to the total at most."""
    amounts = allocate(Budget(total=total), plans(*shares))

    cents = [Decimal(str(amount)) * 100 for amount in amounts.values()]
    assert all(amount >= 0 and amount == int(amount) for amount in cents)
    assert sum(cents) <= Decimal(str(total)) * 100


@given(cents=st.integers(0, 10**12), channels=st.integers(1, 8))
def test_without_shares_everything_is_allotted_evenly(cents: int, channels: int) -> None:
    """Not a cent is lost, and no channel gets more than a cent above another."""
    amounts = allocate(Budget(total=cents / 100), plans(*[None] * channels))

    allotted = [round(amount * 100) for amount in amounts.values()]
    assert sum(allotted) == cents
    assert max(allotted) - min(allotted) <= 1


def test_given_shares_are_honoured_and_the_rest_is_shared() -> None:
    """A channel that was promised half gets half; the others divide what is left."""
    amounts = allocate(Budget(total=100.01), plans(0.5, None, None))

    assert list(amounts.values()) == [50.01, 25.0, 25.0]
    assert [place.channel for place in amounts] == ["channel_0", "channel_1", "channel_2"]


def test_a_budget_may_be_left_unspent() -> None:
    """Shares that do not reach the whole leave the rest of the money alone."""
    assert list(allocate(Budget(total=100.0), plans(0.1, 0.2)).values()) == [10.0, 20.0]


def test_shares_that_exceed_the_whole_by_a_rounding_error_do_not_exceed_the_budget() -> None:
    """Thirds that were rounded up in the request spend no cent more than the total."""
    amounts = allocate(Budget(total=3e9), plans(*[0.3333333335] * 3))

    assert sum(amounts.values()) == 3e9


def test_yen_are_not_divided() -> None:
    """A currency without decimals is shared in whole units, and none is lost."""
    amounts = allocate(Budget(total=1000.0, currency="JPY"), plans(None, None, None))

    assert list(amounts.values()) == [334.0, 333.0, 333.0]


async def test_a_brief_writes_money_as_its_currency_does() -> None:
    """What a person reads of the budget has the decimals that the currency has."""
    brief = await STRATEGY.compose(order(budget=Budget(total=1000.0, currency="JPY")))

    assert "Budget in JPY: " in (brief.rationale or "")
    assert ".00" not in (brief.rationale or "").partition("Budget in JPY")[2]


async def test_placements_of_a_channel_share_its_money() -> None:
    """The brief says what a channel costs in all, and what each of its placements may."""
    asked = order(
        channels=[
            ChannelPlan(channel="instagram", placement="feed", share=0.5),
            ChannelPlan(channel="instagram", placement="story"),
            ChannelPlan(channel="email", placement="newsletter"),
        ],
        budget=Budget(total=100.01),
    )

    brief = await STRATEGY.compose(asked)

    assert brief.channels == ["instagram", "email"]
    assert brief.budget_allocation == {"instagram": 75.01, "email": 25.0}
    assert [brief.budget_of(plan.place) for plan in asked.request.channels] == [50.01, 25.0, 25.0]


async def test_the_brief_says_what_the_request_says() -> None:
    """Nothing that was asked for or prohibited is lost on the way into the brief."""
    asked = order(
        do_not_do=["No usar el color rojo"],
        tone_guard={"formality": "cercano"},
        budget=Budget(total=99.99),
    )

    brief = await STRATEGY.compose(asked)

    assert brief.target_audience == asked.request.audience
    assert brief.core_message == asked.request.core_message
    assert brief.channels == ["instagram", "x"]
    assert brief.budget_allocation == {"instagram": 50.0, "x": 49.99}
    assert brief.do_not_do == ["No usar el color rojo"]
    assert brief.tone_guard == {"formality": "cercano"}
    assert RuleKind.COLOR in {rule.kind for rule in brief.rules}
    assert brief.rationale == (
        "No signals were found, so the brief rests on the request alone. "
        "Budget in EUR: instagram 50.00, x 49.99."
    )


async def test_the_same_order_gives_the_same_brief() -> None:
    """A retried stage composes the very brief that the first attempt composed."""
    first = await STRATEGY.compose(order(signal("café de filtro")))
    second = await STRATEGY.compose(order(signal("café de filtro")))

    assert first.model_dump_json() == second.model_dump_json()


async def test_angles_are_what_rises_near_the_campaign() -> None:
    """The copy may take up what people say about the product, in any inflection, at most five."""
    near = [signal(f"cafés {letter * 3}", 0.9) for letter in "abcdef"]

    brief = await STRATEGY.compose(order(signal("inflación", 4.0), *near))

    assert brief.angles == [entry.term for entry in near[:5]]
    assert brief.rationale is not None
    assert brief.rationale.startswith(
        "Of 7 signals the copy may take up these: cafés aaa (6 recent and 1 earlier "
        "documents, rate ratio 1.90, at least 0.90); "
    )


async def test_what_is_far_from_the_product_is_for_people_only() -> None:
    """However certain a rise is, it does not lead the copy away from its subject."""
    brief = await STRATEGY.compose(order(signal("otoño", 4.0), signal("casas", 4.0)))

    assert brief.angles == []
    assert brief.rationale is not None
    assert brief.rationale.startswith(
        "Of 2 signals the copy may take up none. For people only: "
        "otoño (no word of it is in the request's message or product); "
        "casas (no word of it is in the request's message or product)."
    )


@pytest.mark.parametrize(
    ("term", "said"),
    [
        ("cafés de barrio", "The copy may take up the one signal: cafés de barrio ("),
        ("otoño", "The copy may not take up the one signal. For people only: otoño ("),
    ],
)
async def test_a_single_signal_is_spoken_of_as_one(term: str, said: str) -> None:
    """Nobody reads of `1 signals`."""
    brief = await STRATEGY.compose(order(signal(term, 4.0)))

    assert (brief.rationale or "").startswith(said)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"concerns": ["crime"]}, "stands beside words about crime"),
        ({"excerpt": "Detenido por vender café de otros"}, "stands beside words about crime"),
        ({"term": "muertes por café", "excerpt": "x"}, "stands beside words about death"),
        ({"is_phrase": False}, "is no phrase of its own"),
    ],
)
async def test_what_hurts_or_is_a_fragment_is_for_people_only(
    changes: dict[str, Any], why: str
) -> None:
    """Neither a crime nor half of a headline becomes the brand's voice, near as it may be."""
    near = signal("cafés de barrio", 4.0).model_copy(update=changes)

    brief = await STRATEGY.compose(order(near))

    assert brief.angles == []
    assert f"{near.term} ({why})" in (brief.rationale or "")


async def test_a_word_that_every_campaign_has_brings_nothing_near() -> None:
    """A bus service has nothing to do with a billing service."""
    asked = order(signal("servicios de autobús", 4.0), product="Servicio de facturación")

    brief = await STRATEGY.compose(asked)

    assert brief.angles == []


async def test_an_angle_never_takes_up_a_prohibition() -> None:
    """What must not be mentioned is not proposed because it rises; no ban on praise is one."""
    asked = order(signal("café de la competencia", 5), do_not_do=["No mencionar a competencia"])
    own = order(signal("café de especialidad", 5.0), do_not_do=["No decir 'el mejor café'"])

    brief = await STRATEGY.compose(asked)

    assert (brief.angles, (await STRATEGY.compose(own)).angles) == ([], ["café de especialidad"])
    assert brief.rationale is not None
    assert "café de la competencia (touches a prohibition)" in brief.rationale


async def test_words_without_meaning_bring_nothing_near() -> None:
    """A shared article or preposition is no shared subject."""
    brief = await STRATEGY.compose(order(signal("cosecha de la finca", 0.7)))
    other = await STRATEGY.compose(order(signal("precio de la luz", 0.7)))

    assert brief.angles == ["cosecha de la finca"]
    assert other.angles == []
