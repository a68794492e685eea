"""Scans by the radar: a week of headlines, the forms of sources, and what is found in them."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from activities.compute import ThreadCompute
from activities.memory.volatile import VolatileMemory
from activities.ports import ArtifactStores, Compute, Memory
from activities.radar.feeds import FeedRadar
from activities.radar.subscriptions import Subscriptions
from activities.radar.web import Web
from contracts import ArtifactMissing, ArtifactRef, Language, RadarOrder, RadarReport, Source
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT
from tests.support.fakes import FakeStores

NEWEST = datetime(2026, 11, 2, 10, tzinfo=UTC)
NOW = [
    "Sube el precio del café en Colombia por la sequía",
    "El café de especialidad crece entre jóvenes",
    "Nueva ruta aérea entre Madrid y Bogotá",
    "Los consumidores prefieren envases reciclables",
    "Café de especialidad: el nuevo lujo asequible",
    "La sequía golpea a productores de café de especialidad",
    "Envases reciclables ganan terreno en supermercados",
]
BEFORE = [
    f"{text} {number}"
    for number in range(5)
    for text in (
        "Nueva ruta aérea entre Madrid y París",
        "El precio de la vivienda sube",
        "Los consumidores gastan menos",
        "Café con leche: historia",
        "Supermercados abren tiendas",
        "La liga de fútbol empieza",
    )
]


class Shelf:
    """An artefact store in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Keep the bytes."""
        digest = hashlib.sha256(data).hexdigest()
        self._kept[digest] = data
        return ArtifactRef(sha256=digest, size=len(data), media_type=media_type)

    async def get(self, sha256: str) -> bytes:
        """Return the bytes."""
        if sha256 not in self._kept:
            raise ArtifactMissing(f"The artefact {sha256} is not on the shelf.")
        return self._kept[sha256]


def dated() -> list[tuple[datetime, str]]:
    """Return the headlines: today's within a week, the others before."""
    now = [(NEWEST - timedelta(hours=12 * n), text) for n, text in enumerate(NOW)]
    return now + [(NEWEST - timedelta(days=10 + n), text) for n, text in enumerate(BEFORE)]


def as_csv(items: list[tuple[datetime, str]]) -> bytes:
    """Return items as a signal file."""
    return "\n".join(["date,text", *(f'{at.isoformat()},"{text}"' for at, text in items)]).encode()


def as_rss(items: list[tuple[datetime, str]]) -> bytes:
    """Return items as an RSS 2.0 feed."""
    entries = "".join(
        f"<item><title>{text}</title><pubDate>{at:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
        for at, text in items
    )
    return f'<rss version="2.0"><channel><title>N</title>{entries}</channel></rss>'.encode()


def as_json_feed(items: list[tuple[datetime, str]]) -> bytes:
    """Return items as a JSON Feed."""
    entries = [{"date_published": at.isoformat(), "title": text} for at, text in items]
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "N", "items": entries}
    ).encode()


async def scan(*contents: bytes, compute: Compute | None = None, **changes: Any) -> RadarReport:
    """Return what the radar finds in sources of this content."""
    shelf = Shelf()
    sources = [
        Source(name=f"source {number}", artifact=await shelf.put(content, "text/plain"))
        for number, content in enumerate(contents, start=1)
    ]
    values: dict[str, Any] = {
        "step_key": "radar",
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "sources": sources,
        "language": Language.SPANISH,
    }
    radar = feed_radar(FakeStores({TENANT: shelf}), compute)
    return await radar.scan(RadarOrder.model_validate(values | changes))


def feed_radar(
    stores: ArtifactStores,
    compute: Compute | None = None,
    web: Web | None = None,
    memory: Memory | None = None,
) -> FeedRadar:
    """Return the radar with nothing to wait for, and without the web unless it is given."""
    subscriptions = Subscriptions(
        web or Web([], 1, _no_name), stores, memory or VolatileMemory(), pause=_at_once
    )
    return FeedRadar(stores, compute or ThreadCompute(), subscriptions)


async def _no_name(host: str, port: int) -> list[str]:
    raise AssertionError(f"{host}:{port} is asked for in a test without the web")


async def _at_once(seconds: float) -> None:
    del seconds
