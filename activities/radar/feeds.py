"""The radar that reads feeds and signal files, from the artefact store and from the web."""

import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from activities.ports import ArtifactStore, ArtifactStores, Compute, Limit
from activities.radar.sources import Item, UnreadableSource, read
from activities.radar.subscriptions import Subscriptions
from activities.radar.trends import Trend, rising, terms_of
from contracts import (
    CampaignError,
    Infrastructure,
    Language,
    RadarOrder,
    RadarReport,
    Signal,
    Source,
    TooCostly,
    WorkLost,
)
from domain.concerns import concerns_in
from domain.noun_phrases import is_noun_phrase
from domain.text.stop_words import STOP_WORDS

RECENT: Final = timedelta(days=7)
"""What counts as recent, back from the newest item: the clock has no say in a result."""
MAX_SIGNALS: Final = 20
MAX_DOCUMENTS: Final = 20_000
"""Items that are compared, the newest of all sources; it bounds the memory of one scan."""
MAX_SECONDS: Final = 20.0
"""Seconds of a processor that the sources of one order may take together."""
ONE_SOURCE: Final = Limit(cpu=10, wall=100, memory=512_000_000)
"""A feed of 5 MB as publishers write them takes half a second, and one made to be costly 3 s."""
COMPARISON: Final = Limit(cpu=30, wall=300, memory=1_000_000_000)
"""The most documents that sources can have take 3 s and half of the memory."""
_MAX_USES: Final = 200
"""Texts with a term, the newest first, by which it is judged what it is."""
_MAX_NOTES: Final = 50
_MAX_NOTE: Final = 300
_MAX_NAME: Final = 100


@dataclass(frozen=True)
class _Document:
    at: datetime
    text: str
    source: Source


@dataclass(frozen=True)
class SourceReading:
    """What was found in one source."""

    items: bytes
    """Pickled: whoever passes them on need not look at them."""
    count: int
    notes: Sequence[str]
    seconds: float
    """Of a processor."""


class FeedRadar:
    """Ranks what rises in the sources of an order; the same order gives the same signals.

    A source that cannot be read, or costs too much, is a note in the result: a campaign can do
    without it.
    """

    def __init__(
        self, stores: ArtifactStores, compute: Compute, subscriptions: Subscriptions
    ) -> None:
        self._stores = stores
        self._compute = compute
        self._subscriptions = subscriptions

    async def scan(self, order: RadarOrder) -> RadarReport:
        """Read the sources and rank the terms that rise in them. It has no effect.

        Raises:
            Infrastructure: What was fetched cannot be stored.
            WorkLost: See `Compute.run`.
        """
        if not order.sources and not order.feeds:
            return RadarReport(notes=["The request names no sources, so there are no signals."])
        store = self._stores.of(order.tenant_id)
        found: list[tuple[Source, bytes]] = []
        documents = 0
        subscribed = await self._subscriptions.fetched(order)
        notes = list(subscribed.notes)
        left = MAX_SECONDS
        for source in [*order.sources, *subscribed.sources]:
            if left <= 0:
                notes.append(
                    f"{_short(source.name)} was not read: the sources before it took too long."
                )
                continue
            try:
                reading = await self._reading(store, source, order)
            except (Infrastructure, WorkLost):
                raise  # it says nothing of the source
            except CampaignError as error:
                notes.append(f"{_short(source.name)} was not read: {error}")
                left -= ONE_SOURCE.cpu if isinstance(error, TooCostly) else 0
            else:
                found.append((source, reading.items))
                documents += reading.count
                notes += reading.notes
                left -= reading.seconds
        try:
            signals, more = await self._compute.run(
                signals_in,
                found,
                order.language,
                what="comparing the sources",
                tenant=order.tenant_id,
                limit=COMPARISON,
            )
        except TooCostly as error:
            signals, more = [], [f"There are no signals: {error}."]
        return RadarReport(
            signals=signals,
            documents=documents,
            notes=[note[:_MAX_NOTE] for note in notes + more][:_MAX_NOTES],
        )

    async def _reading(
        self, store: ArtifactStore, source: Source, order: RadarOrder
    ) -> SourceReading:
        data = await store.get(source.artifact.sha256)
        return await self._compute.run(
            read_source,
            source.name,
            data,
            order.asked_at,
            what=f"reading {_short(source.name)}",
            tenant=order.tenant_id,
            limit=ONE_SOURCE,
        )


def read_source(name: str, data: bytes, asked_at: datetime | None) -> SourceReading:
    """Read one source, whatever its bytes; the notes say what could not be read, and why."""
    begun = time.thread_time()
    items: Sequence[Item] = ()
    try:
        reading = read(data, asked_at)
    except UnreadableSource as error:
        notes = [f"{_short(name)} {error}."]
    else:
        items = reading.items
        notes = [f"{_short(name)} {note}." for note in reading.notes]
    return SourceReading(pickle.dumps(items), len(items), notes, time.thread_time() - begun)


def _short(name: str) -> str:
    """Leave room for what is said of a source whose name is as long as a note."""
    return name if len(name) <= _MAX_NAME else f"{name[: _MAX_NAME - 1]}…"


def signals_in(
    found: Sequence[tuple[Source, bytes]], language: Language
) -> tuple[list[Signal], list[str]]:
    """Return what rises in the items of sources, and what is to be noted about it."""
    documents = [
        _Document(item.at, item.text, source)
        for source, items in found
        for item in pickle.loads(items)  # noqa: S301 - what `read_source` has written
    ]
    return _signals(documents, language)


def _signals(documents: list[_Document], language: Language) -> tuple[list[Signal], list[str]]:
    """Return the signals and what is to be noted about them."""
    # What two sources say in the same words was said once: the first source keeps it.
    unique = list({document.text.casefold(): document for document in reversed(documents)}.values())
    unique.sort(key=lambda document: (document.at, document.text), reverse=True)
    notes: list[str] = []
    if len(unique) > MAX_DOCUMENTS:
        notes.append(f"Only the newest {MAX_DOCUMENTS:,} of {len(unique):,} items are compared.")
        unique = unique[:MAX_DOCUMENTS]
    if not unique:
        return [], [*notes, "No source could be read, so there are no signals."]
    since = unique[0].at - RECENT
    recent = [document for document in unique if document.at > since]
    earlier = [document.text for document in unique[len(recent) :]]
    if not earlier:
        notes.append("No item is older than the newest seven days: no rise can be measured.")
        return [], notes
    stop_words = STOP_WORDS[language]
    trends = rising([document.text for document in recent], earlier, stop_words, MAX_SIGNALS)
    newest = _newest({trend.term for trend in trends}, recent, stop_words)
    signals: list[Signal] = []
    for trend in trends:
        holding = (one.text for one in unique if trend.term in one.text.lower())
        texts = list(islice(holding, _MAX_USES))
        signals.append(_signal(trend, newest[trend.term], texts, language))
    return signals, notes


def _newest(
    terms: set[str], recent: list[_Document], stop_words: frozenset[str]
) -> dict[str, _Document]:
    newest: dict[str, _Document] = {}
    for document in recent:
        for term in terms & terms_of(document.text, stop_words):
            newest.setdefault(term, document)
    return newest


def _signal(trend: Trend, document: _Document, texts: Sequence[str], language: Language) -> Signal:
    return Signal(
        term=trend.term,
        score=trend.ratio,
        lower_bound=trend.lower_bound,
        recent=trend.recent,
        earlier=trend.earlier,
        source=document.source.name,
        source_sha256=document.source.artifact.sha256,
        excerpt=document.text,
        published_at=document.at,
        is_phrase=is_noun_phrase(trend.term, texts, language),
        concerns=concerns_in("\n".join(texts)),
    )
