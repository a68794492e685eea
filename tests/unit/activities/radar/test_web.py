"""Feeds on the web: nothing that a stranger answers stops a scan, or leads anywhere else.

Longer than 250 lines because one server and one feed that works stand behind every promise.
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any, Final

import pytest

from activities.http.strangers import resolve
from activities.memory.volatile import VolatileMemory
from activities.radar import subscriptions
from activities.radar.subscriptions import Subscriptions
from activities.radar.web import NotFetched, Web, _redirected
from contracts import Language, RadarOrder, RadarReport, WebSource
from tests.support.builders import TENANT
from tests.support.fakes import FakeStore, FakeStores
from tests.support.hostile_web import (
    BODIES,
    CODING,
    ELSEWHERE,
    FORBIDDEN,
    PROTOCOL,
    SILENT,
    HostileWeb,
    answer,
    packed,
)
from tests.support.radar_scans import as_rss, dated, feed_radar
from tests.support.services import STEP

GOOD: Final = as_rss(dated())
NAMES: Final = {
    "metadata.test": [["169.254.169.254"]],
    "mixed.test": [["127.0.0.1", "127.0.0.2"]],
    "rebinding.test": [["127.0.0.2"]],
    "changing.test": [["127.0.0.1"], ["127.0.0.2"]],
}
"""What names mean, in turn."""


class Names:
    """Finds addresses: some names change what they mean from one question to the next."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        """Return the addresses of a host."""
        del port
        known = NAMES.get(host)
        self.asked.append(host)
        if known is None:
            return await web_resolve(host)
        return known[min(self.asked.count(host), len(known)) - 1]


async def web_resolve(host: str) -> Sequence[str]:
    """Return what this machine says of a host."""
    return await resolve(host, 80)


@dataclass
class Scene:
    """A server that answers anything, another that nobody may reach, and a radar."""

    web: HostileWeb
    url: str
    forbidden: HostileWeb
    store: FakeStore = field(default_factory=FakeStore)
    memory: VolatileMemory = field(default_factory=VolatileMemory)
    names: Names = field(default_factory=Names)

    async def scan(self, *urls: str, seconds: float = 5.0) -> RadarReport:
        """Return what the radar says of feeds at these addresses."""
        feeds = [WebSource(name=f"feed {number}", url=url) for number, url in enumerate(urls)]
        order = RadarOrder(**STEP, feeds=feeds, language=Language.SPANISH)
        web = Web([ip_network("127.0.0.1/32")], seconds, self.names)
        return await feed_radar(FakeStores({TENANT: self.store}), web=web, memory=self.memory).scan(
            order
        )

    async def note(self, path: str, said: bytes, seconds: float = 5.0) -> str:
        """Return what is noted of one answer beside a feed that works."""
        self.web.answers[path] = said
        report = await self.scan(f"{self.url}{path}", f"{self.url}/good", seconds=seconds)
        assert [signal.term for signal in report.signals][:1] == ["café de especialidad"]
        assert {signal.source for signal in report.signals} == {"feed 1"}
        return "\n".join(report.notes)


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    """Give a test its servers."""
    web, forbidden = HostileWeb({"/good": answer(GOOD)}), HostileWeb({})
    async with web.serving() as url, forbidden.serving("127.0.0.2", web.port):
        yield Scene(web, url, forbidden)
        assert forbidden.connections == 0


@pytest.mark.parametrize(("name", "case"), PROTOCOL.items(), ids=PROTOCOL)
async def test_a_server_that_breaks_the_protocol_is_told_of(
    scene: Scene, name: str, case: tuple[bytes, str]
) -> None:
    """It costs its own feed and a sentence, and no other."""
    said, why = case

    note = await scene.note(f"/{name}", said, seconds=1.0)

    assert not why or re.search(f"feed 0 .*({why})", note)


@pytest.mark.parametrize(("name", "case"), CODING.items(), ids=CODING)
async def test_what_is_packed_to_burst_is_not_unpacked(
    scene: Scene, name: str, case: tuple[bytes, str]
) -> None:
    """A few bytes fill no worker's memory."""
    said, why = case

    assert re.search(f"feed 0 .*({why})", await scene.note(f"/{name}", said))


@pytest.mark.parametrize(("name", "body"), BODIES.items(), ids=BODIES)
async def test_nothing_in_a_feed_is_followed(scene: Scene, name: str, body: bytes) -> None:
    """What it holds is read as far as it can be, and nobody else is asked for anything."""
    scene.web.answers[f"/{name}"] = answer(body)

    report = await scene.scan(f"{scene.url}/{name}", f"{scene.url}/good")

    assert report.documents >= len(dated())
    assert sorted(scene.web.asked) == sorted([f"/{name}", "/good"])
    assert all(ord(char) >= 32 for note in report.notes for char in note)


@pytest.mark.parametrize("address", FORBIDDEN)
async def test_nothing_is_asked_where_it_must_not_be(scene: Scene, address: str) -> None:
    """Neither by its address nor by a redirect to it; the server there hears nothing."""
    target = address.format(port=scene.web.port)
    moved = answer(b"", f"Location: {target}", status="302 Found")

    direct = await scene.scan(target, f"{scene.url}/good")
    led = await scene.note("/moved", moved)

    assert len(direct.signals) > 0
    for note in ("\n".join(direct.notes), led):
        assert re.search("feed 0 (is not asked: .* no address on the public|could not be f)", note)


@pytest.mark.parametrize("location", ELSEWHERE)
async def test_a_redirect_leads_to_the_web_or_nowhere(scene: Scene, location: str) -> None:
    """No file is read, and no other protocol spoken."""
    said = answer(b"", f"Location: {location}", status="301 Moved")

    note = await scene.note("/moved", said)

    assert re.search("feed 0 (leads to what is no address|could not be fetched)", note)


async def test_redirects_within_the_web_are_followed_a_few_times(scene: Scene) -> None:
    """A feed that moved is found, and a loop ends."""
    for number in range(8):
        to = "/good" if number == 4 else f"/hop{number + 1}"
        scene.web.answers[f"/hop{number}"] = answer(b"", f"Location: {to}", status="307 T")
    scene.web.answers["/loop"] = answer(b"", "Location: /loop#again", status="302 F")

    report = await scene.scan(f"{scene.url}/hop0", f"{scene.url}/loop")

    assert report.documents == len(dated())
    assert report.notes == ["feed 1 leads from one address to another more than 5 times."]
    assert scene.web.asked.count("/loop") == 6


async def test_a_name_that_changes_leads_where_it_was_judged(scene: Scene) -> None:
    """What a name means is asked once for each connection: the judged address is the one used."""
    report = await scene.scan(f"http://changing.test:{scene.web.port}/good")

    assert report.documents == len(dated())
    assert scene.names.asked == ["changing.test"]
    assert b"host: changing.test" in scene.web.heads[0].lower()


async def test_a_name_that_nobody_knows_is_told_of(scene: Scene) -> None:
    """A typing error in an address is a sentence."""
    report = await scene.scan("http://does-not-exist.invalid/feed", f"{scene.url}/good")

    assert report.notes[0].startswith("feed 0 could not be fetched (")


async def test_an_encrypted_feed_does_not_lead_into_the_clear() -> None:
    """Who reads on the way learns nothing that the first address kept."""
    with pytest.raises(NotFetched, match="from an encrypted address to one in the clear"):
        _redirected("https://news.example/feed", "http://news.example/feed")


async def test_what_has_not_changed_is_not_sent_again(scene: Scene) -> None:
    """The server is asked by what it said of its last version, and the same bytes give the same."""
    etag = 'W/"7"'
    scene.web.answers["/feed"] = answer(
        GOOD, f"ETag: {etag}", "Last-Modified: Mon, 02 Mar 2026 10:00:00 GMT"
    )
    first = await scene.scan(f"{scene.url}/feed")
    scene.web.answers["/feed"] = answer(status="304 Not Modified")

    second = await scene.scan(f"{scene.url}/feed")

    assert second == first
    assert f"if-none-match: {etag}".encode() in scene.web.heads[1].lower().replace(b"w/", b"W/")
    assert b"if-modified-since: mon, 02 mar 2026" in scene.web.heads[1].lower()
    assert b"if-none-match" not in scene.web.heads[0].lower()


async def test_what_was_swept_is_fetched_again(scene: Scene) -> None:
    """A memory of what is gone is no memory."""
    scene.web.answers["/feed"] = answer(GOOD, 'ETag: "7"')
    await scene.scan(f"{scene.url}/feed")
    scene.store.blobs.clear()

    again = await scene.scan(f"{scene.url}/feed")

    assert again.documents == len(dated())
    assert b"if-none-match" not in scene.web.heads[1].lower()


async def test_a_memory_of_another_form_is_none(scene: Scene) -> None:
    """What cannot be understood is asked for anew."""
    await scene.memory.keep(TENANT, f"feed {scene.url}/good", json.dumps({"sha256": 7}))

    assert (await scene.scan(f"{scene.url}/good")).documents == len(dated())


async def test_the_content_can_be_looked_up_by_a_signal(scene: Scene) -> None:
    """Whoever doubts a signal finds the bytes that were fetched, also of a compressed answer."""
    scene.web.answers["/feed"] = packed(GOOD)

    report = await scene.scan(f"{scene.url}/feed")

    assert {scene.store.blobs[signal.source_sha256] for signal in report.signals} == {GOOD}


async def test_a_media_type_that_is_none_is_bytes(scene: Scene) -> None:
    """What a server calls its feed decides nothing."""
    for said in ("application/rss+xml; charset=utf-8", "TEXT/XML", "x", "a/" + "b" * 300, "é/é"):
        scene.web.answers["/feed"] = answer(GOOD, f"Content-Type: {said}")
        assert (await scene.scan(f"{scene.url}/feed")).documents == len(dated())


async def test_hosts_are_left_a_second_between_two_questions(scene: Scene) -> None:
    """Ten feeds of one host are asked for one after the other."""
    paused: list[float] = []
    now = 100.0

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    scene.web.answers |= {f"/{number}": answer(GOOD) for number in range(3)}
    web = Web([ip_network("127.0.0.1/32")], 5)
    asked: Any = Subscriptions(
        web, FakeStores({TENANT: scene.store}), scene.memory, pause=pause, clock=lambda: now
    )
    feeds = [WebSource(name=f"{n}", url=f"{scene.url}/{n}") for n in range(3)]
    order = RadarOrder(**STEP, feeds=feeds, language=Language.SPANISH)

    found = await asked.fetched(order)
    asked._next |= {f"host{number}": 0.0 for number in range(1001)}
    now += 60
    await asked.fetched(order.model_copy(update={"feeds": feeds[:1]}))

    assert len(found.sources) == 3
    assert sorted(paused) == [1.0, 2.0]
    assert len(asked._next) == 1


async def test_feeds_that_take_too_long_together_are_left_out(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stage has its time, and what was fetched by then counts."""
    monkeypatch.setattr(subscriptions, "_ALL_SECONDS", 0.5)
    scene.web.answers["/silent"] = SILENT

    report = await scene.scan(f"{scene.url}/silent", f"{scene.url}/good", seconds=60)

    assert report.documents == len(dated())
    assert report.notes == ["feed 0 was not fetched: all feeds together took more than 0.5 s."]


async def test_a_hundred_hostile_inputs_were_tried() -> None:
    """The tables above are as long as they were promised to be."""
    assert len(PROTOCOL) + len(CODING) + len(BODIES) + len(FORBIDDEN) + len(ELSEWHERE) >= 100
