"""Sources of every form are read as far as they can be, and what is left out is said.

Longer than 250 lines because each form is held to the same promises, side by side.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.radar.sources import MAX_BYTES, MAX_ITEMS, Reading, UnreadableSource, read
from domain.reading.plain_text import plain_text

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
ROWS = [
    ("2026-11-20", "La cañería de café: corazón de otoño"),
    ("2026-11-21", "Más café de especialidad en Lugo"),
    ("2026-11-05", "Pan de centeno"),
]

ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom">
<entry><title>Hola</title><updated>2026-03-01T00:00:00Z</updated></entry></feed>"""
RSS_WITHOUT_TITLES = b"""<rss version="2.0"><channel><item>
<description>&lt;b&gt;Hola&lt;/b&gt;</description><pubDate>Sun, 01 Mar 2026 00:00:00 GMT</pubDate>
</item></channel></rss>"""


def written(day: str) -> str:
    """Return a table whose dates are written in this way."""
    dates = [datetime.fromisoformat(date).strftime(day) for date, _ in ROWS]
    return "\n".join(
        ["fecha;texto", *(f"{date};{text}" for date, (_, text) in zip(dates, ROWS, strict=True))]
    )


def dated(*dates: str, head: str = "fecha;texto") -> bytes:
    """Return a table with these dates."""
    rows = [f"{date};Texto {n}" for n, date in enumerate(dates)]
    return "\n".join([head, *rows]).encode()


def days(reading: Reading) -> list[str]:
    """Return the dates of what was read."""
    return [f"{item.at:%Y-%m-%d}" for item in reading.items]


def test_a_source_that_is_too_large_is_refused() -> None:
    """A huge file is refused before anything is parsed."""
    with pytest.raises(UnreadableSource, match="at most 5,000,000 are read"):
        read(b"<" + b" " * MAX_BYTES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("word", ["DOCTYPE", "Entity"])
def test_xml_that_declares_entities_is_refused(word: str, encoding: str) -> None:
    """Neither an XML bomb nor a look at local files gets into the parser, in any encoding."""
    bomb = f'<?xml version="1.0"?><!{word} l [<!ENTITY a "b">]><rss version="2.0"></rss>'

    with pytest.raises(UnreadableSource, match=f"declares <!{word.upper()}"):
        read(bomb.encode(encoding))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html><body>404</body></html>", "is no RSS or Atom feed"),
        (b"{", "is no valid JSON"),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"version": "2"}', "is neither a JSON Feed nor a list"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "has no list of items"),
        (b"/etc/passwd", "is no feed, no JSON, and no CSV"),
        (b"date;price\n2026-01-01;3", "is no feed, no JSON, and no CSV"),
    ],
)
def test_what_is_no_source_is_told(content: bytes, said: str) -> None:
    """An operator who submits the wrong file reads what it is not."""
    with pytest.raises(UnreadableSource, match=said):
        read(content)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xef\xbb\xbfFecha;Titular\n2026-03-01;Hola", "Hola"),
        (b'"date"\t"headline"\t"source"\n2026-03-01\tHola\tprensa', "Hola"),
        (b'[{"date": "2026-03-01", "text": "Hola"}, 5]', "Hola"),
        (b'[{"published_at": "Sun, 01 Mar 2026 00:00:00 +0000", "title": "Hola"}]', "Hola"),
        (b'[{"date": "2026-03-01T01:00:00+01:00", "text": "Ho\\ud800la\\u0007 x"}]', "Ho?la x"),
        (b'[{"date": "2026-03-01", "text": " ", "content_html": "<p>Caf&eacute;</p>"}]', "Café"),
        (ATOM, "Hola"),
        (RSS_WITHOUT_TITLES, "Hola"),
    ],
)
def test_common_forms_of_news_are_read(content: bytes, text: str) -> None:
    """Exports of spreadsheets and feeds come as they are, in Spanish or English."""
    (item,) = read(content).items

    assert item.text == text
    assert item.at == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_feed_without_usable_dates_has_no_items() -> None:
    """An entry that cannot be placed in time is counted and not guessed at."""
    without = b"<item><title>a</title></item>"
    never = b"<item><title>b</title><pubDate>9999-12-31T23:59:59-12:00</pubDate></item>"
    feed = b'<rss version="2.0"><channel>' + without + never + b"</channel></rss>"

    reading = read(feed)

    assert reading.items == []
    assert reading.skipped == 2


@pytest.mark.parametrize(
    "day",
    [
        "%Y-%m-%d",
        "%d/%m/%Y",
        "%d-%m-%Y",
        "%d.%m.%y",
        "%m/%d/%Y",
        "%d/%m/%Y %H:%M",
        "%d de %B de %Y",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_tables_of_offices_are_read(day: str, encoding: str) -> None:
    """No item is lost, and no letter garbled, for the way in which a spreadsheet writes."""
    reading = read(written(day).encode(encoding))

    assert [(f"{item.at:%Y-%m-%d}", item.text) for item in reading.items] == ROWS


def test_a_guess_at_the_encoding_is_said() -> None:
    """Whoever reads the result learns that the letters are an assumption."""
    reading = read(written("%Y-%m-%d").encode("cp1252"))

    assert reading.notes == ["is not UTF-8 and is read as Windows-1252"]


def test_dates_that_can_be_two_things_are_left_out_and_said() -> None:
    """An English file of the first twelve days only is not taken for one of the other kind."""
    reading = read(dated("05/11/2026", "2026-11-06", head="date;text"))

    assert days(reading) == ["2026-11-06"]
    assert reading.notes == [
        "has 1 item whose day and month cannot be told apart, such as «05/11/2026»"
    ]


def test_a_spanish_file_puts_the_day_first_and_says_so() -> None:
    """The names of its columns settle what its dates leave open."""
    reading = read(dated("05/11/2026", "06/11/2026"))

    assert days(reading) == ["2026-11-05", "2026-11-06"]
    assert reading.notes == ["has dates such as «05/11/2026», read with the day first"]


def test_dates_that_contradict_each_other_settle_nothing() -> None:
    """A file put together of two kinds loses what is unclear in it, and nothing else."""
    reading = read(dated("25/11/2026", "11/26/2026", "05/11/2026"))

    assert days(reading) == ["2026-11-25", "2026-11-26"]
    assert reading.notes[0].startswith("has 1 item whose day and month cannot be told apart")


def test_items_dated_ahead_are_left_out_one_by_one() -> None:
    """One announcement of the next century does not make everything else old."""
    reading = read(dated("2026-11-20", "2099-01-01", "2026-11-21"), NOW)

    assert days(reading) == ["2026-11-20", "2026-11-21"]
    assert reading.notes == ["has 1 item dated ahead and left out, such as «2099-01-01»"]


def test_a_local_time_is_not_ahead() -> None:
    """The newest item of a paper in Auckland is read, although it gives no offset."""
    seems_ahead = (NOW + timedelta(hours=13)).strftime("%Y-%m-%d %H:%M")

    assert read(dated(seems_ahead), NOW).items
    assert read(dated("2099-01-01")).items, "nobody said what is ahead"


@pytest.mark.parametrize(
    "fields",
    [
        {"Fecha": "2026-11-20", "Texto": "Hola"},
        {"fecha de publicación": "2026-11-20", "Título de la noticia": "Hola"},
        {"date": 1795132800, "title": "Hola"},
        {"date": 46346, "title": "Hola"},
        {"date": True, "published": "2026-11-20", "title": None, "summary": "Hola"},
        {"date": "2026-11-20", "title": {"rendered": "Hola"}},
        {"id": 1, "text_length": 4, "text": "Hola", "date": "2026-11-20"},
        {"date": "soon", "updated_at": "2026-11-20", "text": "<br>", "content_html": "<p>Hola"},
    ],
)
@pytest.mark.parametrize("form", ["list", "items", "results", "lines", "one"])
def test_objects_are_read_under_the_names_that_programs_give(
    fields: dict[str, Any], form: str
) -> None:
    """Exports of blogs, tools and scripts come as they are."""
    whole = {
        "list": json.dumps([fields]),
        "items": json.dumps({"items": [fields]}),
        "results": json.dumps({"count": 1, "results": [fields]}),
        "lines": f"{json.dumps(fields)}\n{json.dumps(fields)}\n",
        "one": json.dumps(fields),
    }[form]

    reading = read(whole.encode("utf-16" if form == "list" else "utf-8"))

    assert {(f"{item.at:%Y-%m-%d}", item.text) for item in reading.items} == {
        ("2026-11-20", "Hola")
    }
    assert not [note for note in reading.notes if note != "is read as UTF-16"]


@pytest.mark.parametrize(
    "text",
    [
        '[{"date": "2026-11-20", "text": "uno"}, {"date": "2026-11-21", "text": "dos"}, {"da',
        '[{"date": "2026-11-20", "text": "uno"} oops {"date": "2026-11-21", "text": "dos"}]',
        '{"items": [{"date": "2026-11-20", "text": "uno"}, {"date": "2026-11-21", "text": "dos"}',
        '[{"date": "2026-11-20", "text": "uno"}, {"date": "2026-11-21", "text": "dos"}] x',
    ],
)
def test_the_whole_objects_of_a_broken_file_are_read(text: str) -> None:
    """A download that broke off costs what did not arrive."""
    reading = read(text.encode())

    assert [item.text for item in reading.items] == ["uno", "dos"]
    assert reading.notes == ["is no valid JSON as a whole"]


def test_a_file_that_is_hardly_json_is_given_up() -> None:
    """Nothing is searched for without end."""
    with pytest.raises(UnreadableSource, match="is no valid JSON"):
        read(b'{"date" ' * 1000)


def test_a_row_that_cannot_be_read_is_counted() -> None:
    """A value of any length costs its row, and the others are read."""
    reading = read(dated("2026-11-20") + b"\n2026-11-21;" + b"x" * 200_000 + b"\n2026-11-22;Hola")

    assert days(reading) == ["2026-11-20", "2026-11-22"]
    assert reading.notes == ["has 1 item that cannot be read"]


def test_an_item_that_breaks_its_reader_costs_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a library raises on one item, the others are read, and it is said."""

    def fails(text: str) -> str:
        if text == "Texto 1":
            raise KeyError(text)
        return plain_text(text)

    monkeypatch.setattr("activities.radar.sources.plain_text", fails)

    reading = read(dated("2026-11-20", "2026-11-21", "2026-11-22"))

    assert days(reading) == ["2026-11-20", "2026-11-22"]
    assert reading.notes == ["has 1 item that cannot be read, such as «KeyError»"]


def test_a_source_that_breaks_its_reader_is_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a library raises on a source, what leaves is a reason."""

    def fails(_: str) -> None:
        raise MemoryError

    monkeypatch.setattr("activities.radar.sources.read_table", fails)

    with pytest.raises(UnreadableSource, match="cannot be read \\(MemoryError\\)"):
        read(dated("2026-11-20"))


def test_a_source_with_too_many_items_names_how_many_are_read() -> None:
    """The limit is in the note."""
    reading = read(dated(*["2026-11-20"] * (MAX_ITEMS + 1)))

    assert reading.cut
    assert reading.notes == ["has more than 5,000 items"]


@settings(deadline=None)  # a busy machine is no fault of the reader
@given(
    start=st.sampled_from(
        [b"", b"<rss><item><title>", b'[{"date":', b"fecha;texto\n", b"\xff\xfe"]
    ),
    rest=st.binary(max_size=300),
)
def test_nothing_but_a_reason_leaves_the_reader(start: bytes, rest: bytes) -> None:
    """Whatever the bytes, they are read, or it is said why not."""
    try:
        reading = read(start + rest, NOW)
    except UnreadableSource as error:
        assert str(error)  # noqa: PT017 - both outcomes are right
    else:
        assert len(reading.items) + reading.skipped <= MAX_ITEMS
