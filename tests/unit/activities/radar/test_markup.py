"""Feeds are read as far as they can be, well formed or not, and nothing in them acts."""

import io
from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import pytest

from activities.radar.sources import UnreadableSource, read
from tests.support.paths import ROOT

WHEN = "<pubDate>Wed, 25 Nov 2026 10:00:00 GMT</pubDate>"
ITEM = f"<item><title>Pan de centeno</title>{WHEN}</item>"
FEEDS = sorted(
    file for file in (ROOT / "examples" / "feeds").iterdir() if file.suffix in {".rss", ".atom"}
)


def rss(inside: str, attributes: str = "", before: str = "") -> bytes:
    """Return a feed with something in its channel."""
    text = (
        f'{before}<rss version="2.0" {attributes}><channel><title>x</title>{inside}</channel></rss>'
    )
    return text.encode()


def texts(feed: bytes) -> list[str]:
    """Return what the items of a feed say."""
    return [item.text for item in read(feed).items]


@pytest.mark.parametrize(
    "odd",
    [
        "</creativeCommons:license>",
        "</height>",
        "<height></height>",
        "<cloud/><ttl></ttl></author></textInput>",
        "<geo:lat>x</geo:lat><georss:point>abc</georss:point>",
        "<itunes:duration>abc</itunes:duration></itunes:owner>",
        "<x & y <br>",
        '<a b="c>',
        "<!-- never ends",
        "<?php never ends",
        "<![CDATA[ never ends",
        "<![CDATA[ never ends <![CDATA[ ends ]]>",
        "<!-- <![CDATA[ -->",
        "a < b > c <3",
        "<image><title>no item</title></image>",
        "<item/>",
        "\x00",
    ],
)
def test_what_is_odd_in_a_feed_costs_no_item(odd: str) -> None:
    """A stray tag, an empty number or a namespace that nobody knows is nobody's headline."""
    assert texts(rss(odd + ITEM)) == ["Pan de centeno"]


@pytest.mark.parametrize(
    "attributes",
    [
        'xmlns:m="http://search.example/m rss/"',
        'xmlns:m="http://search.example/mrss/ "',
        'xmlns:m="http://search.example/mrss/\n"',
        "xmlns:m=",
    ],
)
def test_odd_declarations_cost_no_item(attributes: str) -> None:
    """A namespace with a space in it is still a namespace of no interest."""
    assert texts(rss(f"<m:thumb/>{ITEM}", attributes)) == ["Pan de centeno"]


@pytest.mark.parametrize("encoding", ["“utf-8", "latin-9", "utf-8", "none"])
def test_a_declaration_that_names_no_encoding_costs_no_item(encoding: str) -> None:
    """What a feed says of its own letters may be wrong."""
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>'

    assert texts(rss(ITEM, before=declaration)) == ["Pan de centeno"]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Pan &#55357;&#56832; de centeno", "Pan 😀 de centeno"),
        ("<![CDATA[Pan &#55357;&#56832; de centeno]]>", "Pan 😀 de centeno"),
        ("Pan &#128512; de centeno", "Pan 😀 de centeno"),
        ("Pan &#xD800; &#99999999999; de centeno", "Pan � � de centeno"),
        ("Caf&amp;eacute; &amp;amp; pan", "Café & pan"),
        ("Caf&eacute; &lt;b&gt;solo&lt;/b&gt;", "Café solo"),
        ("<![CDATA[<b>Café</b> <!DOCTYPE html> 5 < 6]]>", "Café 5 < 6"),
        ("Café <b>solo</b>", "Café solo"),
        ("", "Resumen"),
        ("<![CDATA[<img src='x'/>]]>", "Resumen"),
    ],
)
def test_a_title_says_what_a_person_reads(title: str, text: str) -> None:
    """Emoji in two halves, HTML in characters and characters in HTML come out as they are meant."""
    item = f"<item><title>{title}</title><description>Resumen</description>{WHEN}</item>"

    assert texts(rss(item)) == [text]


def test_an_item_that_breaks_off_costs_itself() -> None:
    """A feed whose download ended early is read up to there."""
    broken = f"<item><title>Pan <item><title>Vino</title>{WHEN}<item>{ITEM}<item>{WHEN}<title>Que"

    assert texts(rss(broken)) == ["Vino", "Pan de centeno"]
    assert texts(rss(f"<item><title>Vino</title>{WHEN}")) == ["Vino"]
    assert texts(rss(f"<item>{WHEN}<title>cut</item>{ITEM}")) == ["Pan de centeno"]


def test_the_title_of_where_an_item_was_taken_from_is_not_its_own() -> None:
    """An aggregator names its sources within the entry."""
    entry = (
        "<entry><source><title>Diario</title><updated>2020-01-01</updated></source>"
        '<title type="xhtml"><div><title/><title>Hola</title></div></title>'
        "<updated>2026-11-25</updated></entry>"
    )
    (item,) = read(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode()).items

    assert item.text == "Hola"
    assert item.at == datetime(2026, 11, 25, tzinfo=UTC)


@pytest.mark.parametrize(
    "feed",
    [
        (
            "<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>Hola</a:title>"
            "<a:published>2026-11-25</a:published></a:entry></a:feed>"
        ),
        (
            "<rdf:RDF xmlns:d='http://purl.org/dc/elements/1.1/'><item><title>Hola</title>"
            "<d:date>2026-11-25</d:date></item></rdf:RDF>"
        ),
        (
            "<rss xmlns:media='http://search.yahoo.com/mrss/'><item><media:title>no</media:title>"
            "<title>Hola</title><pubDate>25/11/2026</pubDate></item></rss>"
        ),
        (
            "<rss xmlns:c='http://purl.org/rss/1.0/modules/company/'><item><c:title>no</c:title>"
            "<title>Hola</title><pubDate>25 nov 2026</pubDate></item></rss>"
        ),
        (
            "<!-- a comment --><feed><entry><summary>Hola</summary>"
            "<issued>2026-11-25T00:00:00Z</issued></entry></feed>"
        ),
    ],
)
def test_items_are_found_under_every_name_of_their_kind(feed: str) -> None:
    """RSS 1.0 and 2.0 and Atom are read whatever their namespaces are called."""
    (item,) = read(feed.encode()).items

    assert (item.text, item.at) == ("Hola", datetime(2026, 11, 25, tzinfo=UTC))


@pytest.mark.parametrize(
    "inside",
    [
        "<description><![CDATA[<!DOCTYPE html><p>hola</p>]]></description>",
        "<description><!DOCTYPE html><p>hola</p></description>",
        "<description>&lt;!DOCTYPE html&gt;</description>",
        "<!-- <!ENTITY x 'y'> -->",
        "<!ENTITY x 'y'>",
    ],
)
def test_a_document_type_within_a_feed_is_text(inside: str) -> None:
    """Only what is declared before a feed begins could act."""
    assert texts(rss(inside + ITEM)) == ["Pan de centeno"]


@pytest.mark.parametrize(
    "before", ["", "<?xml version='1.0'?>", "<!-- <rss> -->", "<![CDATA[<rss>]]>"]
)
def test_a_document_type_before_a_feed_is_refused(before: str) -> None:
    """Neither a comment nor a declaration hides it."""
    with pytest.raises(UnreadableSource, match="declares <!DOCTYPE, which no feed needs"):
        read(f"{before}<!DOCTYPE rss [<!ENTITY a 'b'>]><rss>{ITEM}</rss>".encode())


@pytest.mark.parametrize("page", ["<!DOCTYPE html><html>", "<!doctype HTML PUBLIC '-//W3C'><html>"])
def test_a_web_page_is_told(page: str) -> None:
    """Whoever saved the page instead of the feed reads just that."""
    with pytest.raises(UnreadableSource, match="is a web page and no feed"):
        read(page.encode())


@pytest.mark.parametrize("text", ["<", "< rss>", "<html><item/></html>", "<!-- -->"])
def test_what_has_no_feed_in_it_is_told(text: str) -> None:
    """Marks alone make no feed."""
    with pytest.raises(UnreadableSource, match="is no RSS or Atom feed"):
        read(text.encode())


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.name)
def test_a_feed_that_is_well_formed_says_what_another_reader_finds_in_it(file: Path) -> None:
    """feedparser, an independent implementation, finds the same items, texts and moments."""
    data = file.read_bytes()

    expected = [
        (
            str(entry.title),
            datetime.fromtimestamp(
                timegm(dict.get(entry, "published_parsed") or entry.updated_parsed), UTC
            ),
        )
        for entry in feedparser.parse(io.BytesIO(data)).entries
    ]

    assert [(item.text, item.at) for item in read(data).items] == expected
