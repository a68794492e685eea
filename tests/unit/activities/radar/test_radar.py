"""The radar ranks what rises in feeds and signal files, and says what it could not read.

Longer than 250 lines because every promise is about one scan of the same small shelf of sources.
"""

import asyncio
import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.radar import feeds
from activities.radar.sources import MAX_ITEMS
from activities.radar.trends import rising, terms_of
from contracts import (
    ArtifactRef,
    Language,
    RadarOrder,
    Source,
)
from domain.text.stop_words import STOP_WORDS
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT
from tests.support.fakes import FakeStores
from tests.support.radar_scans import (
    BEFORE,
    NEWEST,
    NOW,
    Shelf,
    as_csv,
    as_json_feed,
    as_rss,
    dated,
    feed_radar,
    scan,
)

SPANISH = STOP_WORDS[Language.SPANISH]


@pytest.mark.parametrize("form", [as_csv, as_rss, as_json_feed])
async def test_rising_terms_are_ranked_by_how_sure_their_rise_is(form: Any) -> None:
    """In a week of headlines, what really became more frequent comes first, in every form."""
    result = await scan(form(dated()))

    assert [signal.term for signal in result.signals][:3] == [
        "café de especialidad",
        "envases reciclables",
        "sequía",
    ]
    assert result.documents == len(NOW) + len(BEFORE)
    assert result.notes == []


async def test_a_signal_can_be_checked() -> None:
    """Whoever doubts a signal finds its counts, its source, that source's digest and a passage."""
    content = as_csv(dated())

    strongest = (await scan(content)).signals[0]

    assert (strongest.recent, strongest.earlier) == (3, 0)
    assert strongest.score == pytest.approx((3.5 / 8) / (0.5 / 31), abs=1e-4)
    assert strongest.lower_bound == pytest.approx(2.257, abs=1e-3)
    assert strongest.source == "source 1"
    assert strongest.source_sha256 == hashlib.sha256(content).hexdigest()
    assert strongest.excerpt == "El café de especialidad crece entre jóvenes"
    assert strongest.published_at == NEWEST - timedelta(hours=12)


async def test_the_order_of_items_does_not_matter() -> None:
    """The same news in another order, and spread over two files, give the same ranking."""
    backwards = dated()[::-1]

    whole, split = (
        await scan(as_csv(dated())),
        await scan(as_csv(backwards[:20]), as_rss(backwards[20:])),
    )

    assert [(s.term, s.lower_bound) for s in whole.signals] == [
        (s.term, s.lower_bound) for s in split.signals
    ]


async def test_news_that_everybody_copies_is_one_piece_of_news() -> None:
    """A headline in five feeds does not count as five."""
    once = await scan(as_csv(dated()))
    copied = await scan(*[as_csv(dated())] * 5)

    assert [(s.term, s.recent) for s in copied.signals] == [
        (s.term, s.recent) for s in once.signals
    ]
    assert {signal.source for signal in copied.signals} == {"source 1"}


async def test_stop_words_are_those_of_the_campaigns_language() -> None:
    """A word that says nothing in Spanish may say something in English."""
    text = [(NEWEST - timedelta(hours=n), f"sin {n}") for n in range(3)]
    old = [(NEWEST - timedelta(days=30 + n), f"viejo {n}") for n in range(9)]

    spanish = await scan(as_csv(text + old))
    english = await scan(as_csv(text + old), language=Language.ENGLISH)

    assert [signal.term for signal in spanish.signals] == []
    assert [signal.term for signal in english.signals] == ["sin"]


async def test_a_source_that_cannot_be_read_does_not_stop_the_others() -> None:
    """One broken feed costs its own news only, and is named with what is wrong."""
    missing = Source(
        name="gone", artifact=ArtifactRef(sha256="0" * 64, size=1, media_type="text/csv")
    )
    shelf = Shelf()
    good = Source(name="good", artifact=await shelf.put(as_csv(dated()), "text/csv"))
    bad = Source(name="bad", artifact=await shelf.put(b"nonsense", "text/csv"))
    order = RadarOrder(
        step_key="radar",
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        sources=[missing, bad, good],
        language=Language.SPANISH,
    )

    result = await feed_radar(FakeStores({TENANT: shelf})).scan(order)

    assert result.signals[0].term == "café de especialidad"
    assert result.notes[0].startswith("gone was not read: The artefact 0000")
    assert result.notes[1].startswith("bad is no feed, no JSON, and no CSV")


async def test_without_sources_there_are_no_signals() -> None:
    """A campaign that names no sources goes on without them, and the result says so."""
    result = await scan()

    assert result.signals == []
    assert result.notes == ["The request names no sources, so there are no signals."]


async def test_when_nothing_can_be_read_the_result_says_so() -> None:
    """An empty radar is told apart from a quiet world."""
    result = await scan(b"nonsense", b"")

    assert result.signals == []
    assert result.notes[-1] == "No source could be read, so there are no signals."


async def test_without_history_no_rise_is_claimed() -> None:
    """A feed that holds this week only cannot show what is new in it."""
    result = await scan(as_csv(dated()[: len(NOW)]))

    assert result.signals == []
    assert result.notes == ["No item is older than the newest seven days: no rise can be measured."]


async def test_items_that_cannot_be_placed_in_time_are_counted() -> None:
    """An operator learns how much of a file was of no use."""
    content = as_csv(dated()) + b"\nsoon,Algo\n1890-01-01,Antiguo\n2026-01-01,\n\n"

    result = await scan(content, b"date,text\n")

    assert result.notes == [
        "source 1 has 3 items without a date or a text, such as «soon».",
        "source 2 has nothing to read.",
    ]


async def test_only_the_newest_documents_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of old items is cut where it is oldest, and the result says so."""
    monkeypatch.setattr(feeds, "MAX_DOCUMENTS", 20)

    result = await scan(as_csv(dated()))

    assert result.notes == ["Only the newest 20 of 37 items are compared."]
    assert result.signals[0].term == "café de especialidad"


async def test_a_source_with_too_many_items_is_cut() -> None:
    """A source of any length is read up to its limit, and the result says so."""
    lines = b"date,text\n" + b"2026-01-01,a b c\n" * (MAX_ITEMS + 1)

    result = await scan(lines)

    assert result.documents == MAX_ITEMS
    assert result.notes[0] == "source 1 has more than 5,000 items."


@settings(deadline=None)  # a busy machine is no fault of the radar
@given(
    start=st.sampled_from(
        [
            b"",
            b"<",
            b"<rss version='2.0'><channel><item><title>",
            b"[",
            b'[{"date": "',
            b"date,text\n",
        ]
    ),
    rest=st.binary(max_size=300),
)
def test_no_source_can_stop_a_campaign(start: bytes, rest: bytes) -> None:
    """Whatever bytes a source has, the radar answers, and its answer fits the contract."""
    result = asyncio.run(scan(start + rest, as_csv(dated())))

    assert result.signals[0].term == "café de especialidad"


@given(
    recent=st.lists(st.text(max_size=40), max_size=12),
    earlier=st.lists(st.text(max_size=40), max_size=12),
)
def test_every_trend_rises_and_is_counted_right(recent: list[str], earlier: list[str]) -> None:
    """A trend's counts are those of the documents, and its bound never exceeds its ratio."""
    for trend in rising(recent, earlier, SPANISH, 20):
        assert trend.recent == sum(trend.term in terms_of(text, SPANISH) for text in recent) >= 2
        assert trend.earlier == sum(trend.term in terms_of(text, SPANISH) for text in earlier)
        assert trend.ratio > 1
        assert trend.lower_bound <= trend.ratio


def test_a_part_of_a_rising_phrase_is_not_a_second_trend() -> None:
    """A phrase is listed once, and its words only where they rise beyond it."""
    recent = ["pan de masa madre", "pan de masa madre", "pan caliente"]

    terms = [trend.term for trend in rising(recent, ["nada"] * 30, SPANISH, 20)]

    assert terms == ["pan", "masa madre", "pan de masa"]


async def test_a_source_that_another_tenant_has_is_not_read() -> None:
    """A digest that somebody knows of another tenant's feed leads nowhere."""
    result = await scan(as_csv(dated()), tenant_id=UUID(int=3))

    assert (result.signals, result.documents) == ([], 0)
    assert result.notes[0].startswith("source 1 was not read: no artefact")


async def test_what_is_wrong_is_said_of_a_source_with_the_longest_name() -> None:
    """The reason is not cut off by the name before it."""
    shelf = Shelf()
    source = Source(name="n" * 300, artifact=await shelf.put(b"{", "text/plain"))

    result = await scan(sources=[source])
    missing = [note for note in result.notes if "was not read: " in note]

    assert len(missing) == 1
    assert missing[0].startswith("n" * 99 + "…")


async def test_items_dated_after_the_campaign_came_to_them_are_left_out() -> None:
    """What is ahead is judged by the campaign's own time, so a second attempt finds the same."""
    content = as_csv([*dated(), (datetime(2099, 1, 1, tzinfo=UTC), "Centenario")])

    result = await scan(content, asked_at=NEWEST)

    assert result.signals[0].term == "café de especialidad"
    assert result.notes == ["source 1 has 1 item dated ahead and left out, such as «2099-01-01»."]
