"""What people and programs really hand in as a source, and what is read of it.

Longer than 250 lines because each line is one way of writing a feed, beside what is expected.
"""

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import pytest

from activities.radar.sources import MAX_ITEMS, UnreadableSource, read

NOW: Final = datetime(2026, 11, 28, 12, tzinfo=UTC)
WHEN: Final = "Wed, 25 Nov 2026 10:00:00 GMT"
DAY: Final = "2026-11-25"


@dataclass(frozen=True)
class Case:
    """One source, and what is right."""

    source: bytes
    texts: list[str]
    days: list[str] | None = None
    note: str | None = None
    """What has to be said; `None` where there is nothing to say."""


def rss(
    *items: str, first: str = '<?xml version="1.0" encoding="utf-8"?>', root: str = ""
) -> bytes:
    """Return a feed of these items."""
    each = "".join(f"<item>{item}</item>" for item in items)
    return f'{first}<rss version="2.0" {root}><channel>{each}</channel></rss>'.encode()


def item(title: str, date: str = WHEN) -> str:
    """Return the fields of an item."""
    return f"<title>{title}</title><pubDate>{date}</pubDate>"


def table(*dates: str, head: str = "fecha;texto") -> bytes:
    """Return a table with an item for each date."""
    return "\n".join([head, *(f"{date};pan" for date in dates)]).encode()


PAN: Final = f'{{"date": "{DAY}", "title": "pan"}}'
ALL: Final = MAX_ITEMS

CASES: Final = {
    # what libraries for feeds stumbled over
    "an emoji in two halves": Case(rss(item("Pan &#55357;&#56832;")), ["Pan 😀"]),
    "an emoji in two halves of 16": Case(rss(item("Pan &#xD83D;&#xDE00;")), ["Pan 😀"]),
    "an emoji as one": Case(rss(item("Pan &#128512;")), ["Pan 😀"]),
    "halves in characters": Case(
        rss(f"<title><![CDATA[Pan &#55357;&#56832;]]></title><pubDate>{WHEN}</pubDate>"), ["Pan 😀"]
    ),
    "half an emoji": Case(rss(item("Pan &#55357; y vino")), ["Pan � y vino"]),
    "characters that are none": Case(rss(item("Pan &#x110000; &#99999999999;")), ["Pan � �"]),
    "a null character": Case(rss(item("Pa\0n")), ["Pa n"]),
    "a stray end": Case(rss(f"</cc:license>{item('pan')}"), ["pan"]),
    "a stray end of a namespace": Case(
        rss(f"</cc:license>{item('pan')}", root='xmlns:cc="http://a.example/cc"'), ["pan"]
    ),
    "an empty part": Case(rss(f"<cc:license></cc:license>{item('pan')}"), ["pan"]),
    "a picture with words as its height": Case(
        rss(f"<image><title>no</title><height>alto</height></image>{item('pan')}"), ["pan"]
    ),
    "places": Case(rss(f"<georss:point>x y z</georss:point><geo:lat/>{item('pan')}"), ["pan"]),
    "media": Case(rss(f"<media:title>no</media:title><itunes:duration/>{item('pan')}"), ["pan"]),
    "a namespace with a space": Case(
        rss(f"<m:a/>{item('pan')}", root='xmlns:m="http://a.example/m rss/"'), ["pan"]
    ),
    "a namespace with a line's end": Case(
        rss(f"<m:a/>{item('pan')}", root='xmlns:m="http://a.example/\n"'), ["pan"]
    ),
    "an odd declaration": Case(rss(item("pan"), first='<?xml encoding="“utf-8"?>'), ["pan"]),
    "an encoding that nobody knows": Case(
        rss(item("pan"), first='<?xml version="1.0" encoding="latin-9000"?>'), ["pan"]
    ),
    "packed contents": Case(
        b'<feed><entry><content type="application/octet-stream">IyMj</content>'
        b"<updated>2026-11-25T10:00:00Z</updated></entry></feed>",
        ["IyMj"],
    ),
    "a document type in a description": Case(
        rss(f"<description><![CDATA[<!DOCTYPE html><p>pan]]></description><date>{DAY}</date>"),
        ["pan"],
    ),
    "a document type in a comment": Case(
        b"<!-- <!DOCTYPE x> -->" + rss(item("pan"), first=""), ["pan"]
    ),
    "a document type that comes late": Case(
        rss(item("pan")) + b'<!DOCTYPE x [<!ENTITY a "b">]>', ["pan"]
    ),
    "entities that nobody declared": Case(rss(item("&lol9; pan")), ["&lol9; pan"]),
    # what is no tag
    "signs of less": Case(
        rss(item("5 &lt; 6 &amp; &lt;3 y &lt;nota&gt;")), ["5 < 6 & <3 y <nota>"]
    ),
    "tags": Case(rss(item("&lt;b&gt;pan&lt;/b&gt; &amp;amp; caf&amp;eacute;")), ["pan & café"]),
    "characters in parts": Case(
        rss(f"<title><![CDATA[a <i>b</i>]]> &amp; <![CDATA[c]]></title><pubDate>{WHEN}</pubDate>"),
        ["a b & c"],
    ),
    "characters that are spelled out": Case(
        rss(f"<description>&lt;![CDATA[pan]]&gt;</description><pubDate>{WHEN}</pubDate>"), ["pan"]
    ),
    "no title": Case(rss(f"<description>pan</description><pubDate>{WHEN}</pubDate>"), ["pan"]),
    "an empty title": Case(
        rss(f"<title/><description>pan</description><pubDate>{WHEN}</pubDate>"), ["pan"]
    ),
    "an empty item": Case(
        rss("", item("pan")), ["pan"], note="has 1 item without a date or a text"
    ),
    "the same id twice": Case(
        rss(f"<guid>1</guid>{item('pan')}", f"<guid>1</guid>{item('vino')}"), ["pan", "vino"]
    ),
    "a link to nowhere": Case(rss(f"<link>/a/1</link>{item('pan')}"), ["pan"]),
    "tags in capitals": Case(
        f"<RSS><CHANNEL><ITEM><TITLE>pan</TITLE><PUBDATE>{WHEN}</PUBDATE></ITEM></RSS>".encode(),
        ["pan"],
    ),
    "markup as a title": Case(
        b'<feed><entry><title type="xhtml"><div>el <b>pan</b></div></title>'
        b"<updated>2026-11-25T10:00:00Z</updated></entry></feed>",
        ["el pan"],
    ),
    "RDF": Case(
        b'<rdf:RDF xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>pan</title>'
        b"<dc:date>2026-11-25</dc:date></item></rdf:RDF>",
        ["pan"],
    ),
    "tags within tags": Case(rss("<a>" * 50_000 + item("pan")), ["pan"]),
    "a hundred thousand items": Case(
        b"<rss>" + b"<item><title>a</title><date>2026-11-25</date></item>" * 90_000,
        ["a"] * ALL,
        note="has more than 5,000 items",
    ),
    "a warning above it": Case(
        b"<br />\n<b>Warning</b>: x in y on line 3<br />\n" + rss(item("pan")),
        ["pan"],
        note="begins with something else",
    ),
    "a plain warning above it": Case(
        b"Notice: x in y on line 3\n\n" + rss(item("pan")),
        ["pan"],
        note="begins with something else",
    ),
    # encodings
    "Latin-1 that says UTF-8": Case(
        rss(item("café y pan ñ")).decode().encode("latin-1"),
        ["café y pan ñ"],
        note="declares utf-8, is not UTF-8 and is read as Windows-1252",
    ),
    "UTF-8 that says Latin-1": Case(
        rss(item("café"), first='<?xml version="1.0" encoding="iso-8859-1"?>'),
        ["café"],
        note="declares iso-8859-1 and is UTF-8",
    ),
    "UTF-16 that says UTF-8": Case(
        rss(item("café")).decode().encode("utf-16"), ["café"], note="is read as UTF-16"
    ),
    "UTF-8 that says UTF-16": Case(
        rss(item("café"), first='<?xml version="1.0" encoding="utf-16"?>'), ["café"]
    ),
    "UTF-16 without a mark": Case(
        table(DAY).decode().encode("utf-16-be"), ["pan"], [DAY], note="is read as UTF-16"
    ),
    "signs of Windows": Case(
        f"fecha;texto\n{DAY};“pan” – 5 €".encode("cp1252"),
        ["“pan” – 5 €"],
        note="is not UTF-8 and is read as Windows-1252",
    ),
    "a file put together of two": Case(
        f"fecha;texto\n{DAY};café\n".encode() + f"{DAY};cañón".encode("cp1252"),
        ["café", "cañón"],
        note="is not UTF-8 and is read as Windows-1252",
    ),
    "two marks": Case("\ufeff\ufeff".encode() + table(DAY), ["pan"]),
    "JSON of Windows": Case(
        f'[{{"fecha": "{DAY}", "texto": "café"}}]'.encode("cp1252"),
        ["café"],
        note="is not UTF-8 and is read as Windows-1252",
    ),
    # tables
    "a line for Excel": Case(b"sep=|\r\nfecha|texto\r\n25/11/2026|a;b,c\r\n", ["a;b,c"], [DAY]),
    "ends of lines of old": Case(b"fecha\ttexto\r25/11/2026\tpan\r", ["pan"], [DAY]),
    "lines above the names": Case(
        b"Informe\nGenerado el 1/12/2026\n\nFecha;T\xc3\xadtulo\n25/11/2026;pan", ["pan"], [DAY]
    ),
    "a line within a value": Case(
        f'fecha;texto\n{DAY};"uno\ndos; ""tres"""\n{DAY};b'.encode(), ['uno dos; "tres"', "b"]
    ),
    "a quotation mark that stays open": Case(
        f'fecha;texto\n{DAY};"uno\n{DAY};dos'.encode(), ['"uno', "dos"]
    ),
    "more columns": Case(b"id;Fecha;Autor;T\xc3\xadtulo\n1;25/11/2026;Ana;pan", ["pan"], [DAY]),
    "separators at the end": Case(b"fecha;texto;;\n25/11/2026;pan;;\n;;;\n", ["pan"], [DAY]),
    "a row that is too short": Case(
        b"fecha;texto\n25/11/2026\n24/11/2026;pan",
        ["pan"],
        note="has 1 item without a date or a text",
    ),
    "two dates": Case(b"fecha inicio;fecha;texto\n01/02/2020;25/11/2026;pan", ["pan"], [DAY]),
    "names and no rows": Case(b'"fecha","texto, corto"\n', [], note="has nothing to read"),
    # dates
    "orders that a later row settles": Case(
        table("05/11/2026", "25/11/2026", head="date;text"), ["pan"] * 2, ["2026-11-05", DAY]
    ),
    "American dates": Case(
        table("11/05/2026", "11/25/2026", head="date;text"), ["pan"] * 2, ["2026-11-05", DAY]
    ),
    "orders that contradict each other": Case(
        table("13/05/2026", "05/13/2026", "05/06/2026", head="date;text"),
        ["pan"] * 2,
        note="has 1 item whose day and month cannot be told apart, such as «05/06/2026»",
    ),
    "moments without a day": Case(
        table("10:30", "ayer", "25 nov", "2026", "noviembre de 2026", DAY),
        ["pan"],
        note="has 5 items without a date or a text, such as «10:30»",
    ),
    "dates that are none": Case(
        rss(
            *(item("no", date) for date in ("0000-00-00", "Wed, 25 Nov 99999", "--31")), item("pan")
        ),
        ["pan"],
        note="has 3 items without a date or a text, such as «0000-00-00»",
    ),
    "dates ahead": Case(
        table(DAY, "2099-01-01", "20/11/2126"),
        ["pan"],
        note="has 2 items dated ahead and left out, such as «2099-01-01»",
    ),
    "numbers of Excel": Case(table("46351", "46351,4375"), ["pan"] * 2, [DAY, DAY]),
    # JSON
    "a wrapper": Case(f'{{"data": {{"items": [{PAN}]}}}}'.encode(), ["pan"], [DAY]),
    "a wrapper of no known name": Case(f'{{"x": {{"y": [{PAN}]}}}}'.encode(), ["pan"], [DAY]),
    "a list of something else": Case(f'{{"data": [1], "docs": [{PAN}]}}'.encode(), ["pan"], [DAY]),
    "a search engine's": Case(
        f'{{"hits": {{"hits": [{{"_source": {PAN}}}]}}}}'.encode(), ["pan"], [DAY]
    ),
    "a graph's": Case(f'{{"news": {{"edges": [{{"node": {PAN}}}]}}}}'.encode(), ["pan"], [DAY]),
    "an API's": Case(f'{{"data": [{{"id": 1, "attributes": {PAN}}}]}}'.encode(), ["pan"], [DAY]),
    "RSS as JSON": Case(f'{{"rss": {{"channel": {{"item": [{PAN}]}}}}}}'.encode(), ["pan"], [DAY]),
    "texts in objects": Case(
        b'{"feed": {"entry": [{"title": {"$t": "pan"}, "published": {"#text": "2026-11-25"}}]}}',
        ["pan"],
        [DAY],
    ),
    "items by id": Case(f'{{"1": {PAN}, "2": {PAN}}}'.encode(), ["pan"] * 2),
    "a callback": Case(f"callback([{PAN}]);".encode(), ["pan"], note="begins with something else"),
    "a comment above": Case(
        f"// pan\n[{PAN}]".encode(), ["pan"], note="begins with something else"
    ),
    "a comma at the end": Case(f"[{PAN},]".encode(), ["pan"]),
    "no number": Case(
        f'[{{"date": NaN, "text": "no"}}, {PAN}]'.encode(),
        ["pan"],
        note="has 1 item without a date or a text, such as «nan»",
    ),
    "a number without end": Case(
        f'[{{"date": {"9" * 5000}, "text": "no"}}, {PAN}]'.encode(),
        ["pan"],
        note="is no valid JSON as a whole",
    ),
    "nothing among the items": Case(
        f'[null, {{"date": null, "title": "no"}}, {PAN}]'.encode(),
        ["pan"],
        note="has 1 item that cannot be read",
    ),
    # how programs call what they give, and what else they hand over
    "names with capitals inside": Case(
        b'{"data": {"list": [{"publishedAt": "2026-11-25T08:00:00Z", "newsTitle": "no", '
        b'"headline": "pan"}]}}',
        ["pan"],
        [DAY],
    ),
    "a moment with its zone and without": Case(
        b'[{"date": "2026-11-25T00:30:00", "date_gmt": "2026-11-24T23:30:00", "title": "pan"}]',
        ["pan"],
        ["2026-11-24"],
    ),
    "a name for a title": Case(
        b'[{"name": "pan", "summary": "no", "created_at": 1795600000}]', ["pan"], [DAY]
    ),
    "mentions below a title, and their sum": Case(
        "Informe;;\nHecho: 28/11/2026;;\n\nFecha;Mención;Alcance\n25/11/2026;pan;1.234\nTOTAL;1;"
        "1.234\n".encode(),
        ["pan"],
        [DAY],
        note="has 1 item without a date or a text, such as «TOTAL»",
    ),
    "letters that were encoded twice": Case(
        "fecha;título\n25/11/2026;año «nuevo» – más pan".encode().decode("cp1252").encode(),
        ["año «nuevo» – más pan"],
        note="was encoded twice, and its letters are put back",
    ),
    "letters that only look so": Case(
        "fecha;título\n25/11/2026;SÃO PAULO e Ã\n25/11/2026;año".encode(),
        ["SÃO PAULO e Ã", "año"],
    ),
    "lines with nothing between": Case(f"{PAN}\n\n{PAN}\r\n".encode(), ["pan"] * 2),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_source_is_read_as_far_as_it_can_be(case: Case) -> None:
    """What can be read is read, and what cannot is said."""
    reading = read(case.source, NOW)

    assert [one.text for one in reading.items] == case.texts
    if case.days is not None:
        assert [f"{one.at:%Y-%m-%d}" for one in reading.items] == case.days
    assert (case.note in reading.notes) if case.note else not reading.notes


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (b"PK\x03\x04\x14\0", "is a ZIP archive, such as a workbook of Excel's: export it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is a file of an older Office"),
        (gzip.compress(b"fecha;texto", mtime=0), "is compressed by gzip"),
        (b"%PDF-1.7 fecha texto", "is a PDF file"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"error": {"code": 429, "message": "slow down"}}', "no list of items: «slow down»"),
        (b'{"errors": ["no such board"], "data": null}', "no list of items: «no such board»"),
        (b'{"error": true}', "is neither a JSON Feed"),
        (b'{"detail": {"code": 7}}', "is neither a JSON Feed"),
        (b"[1, 2", "is no valid JSON"),
        (b"<html><body>404</body></html>", "is no RSS or Atom feed"),
        (b'<html><script>var a = [{"date": "2026-11-25", "text": "a"}]</script>', "is no RSS"),
        (b"<!DOCTYPE html><html>", "is a web page and no feed"),
        (b'<!DOCTYPE rss [<!ENTITY a "b">]>' + rss(item("&a;"), first=""), "declares <!DOCTYPE"),
        (b'x <!DOCTYPE rss [<!ENTITY a "b">]>' + rss(item("&a;"), first=""), "is no feed"),
        (b"<urlset><url><loc>https://a.example</loc></url></urlset>", "is no RSS or Atom feed"),
        (b'{"a": ' * 20 + b'{"date": "2026-11-25", "text": "a"}' + b"}" * 20, "is neither a JSON"),
        (json.dumps({"x": {str(n): n for n in range(3000)}}).encode(), "is neither a JSON"),
        (b"var x = [[1]];", "is no feed, no JSON"),
    ],
)
def test_what_is_no_source_is_told_apart(source: bytes, why: str) -> None:
    """Nothing is taken for news that was not written as such, and no entity is ever expanded."""
    with pytest.raises(UnreadableSource, match=why):
        read(source, NOW)
