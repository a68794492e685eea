"""What looks right in a request and is hardly meant is refused or said before it costs anything."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from runtime.files.request import read_request
from runtime.refusals import WrongUse

PLAIN = """\
name: Café de otoño
product: café de filtro
purpose: Dar a conocer el café.
audience: vecinos
core_message: Un café para las tardes
call_to_action: Reserva tu mesa
language: es
channels:
  - {channel: x, placement: post}
budget: {total: 650.0, currency: EUR}
brand: {name: Café, background: "#FBF4E6"}
do_not_do:
  - No usar rojo
landing_url: https://cafe.example/#filtro
timing:
  learning_window: P3D
"""
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a request file, and give its path."""

    def _write(text: str) -> Path:
        path = tmp_path / "request.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return _write


def notes_on(path: Path) -> list[str]:
    """Return what is said of a request, without the name of its file."""
    return [note.removeprefix(f"{path}: ") for note in read_request(path, now=NOW).notes]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "para las tardes",
            "#sinprisa para las tardes",
            "line 5: core_message: «#sinprisa para las tardes»",
        ),
        ("No usar rojo", "No usar #rojo", r"line 13: do_not_do\.0: «#rojo»"),
        ('background: "#FBF4E6"}', "name2: x}\n", "brand"),
        (
            'brand: {name: Café, background: "#FBF4E6"}',
            "brand:\n  name: Café\n  background: #FBF4E6",
            r"line 13: brand\.background: «#FBF4E6»",
        ),
        (
            "Un café para las tardes",
            "Un café\n  #sinprisa",
            "line 6: core_message: «#sinprisa»",
        ),
    ],
)
def test_text_that_yaml_cuts_off_is_refused(
    write: Write, before: str, after: str, told: str
) -> None:
    """A hashtag without quotation marks does not take the rest of the sentence with it."""
    with pytest.raises(WrongUse, match=told):
        read_request(write(PLAIN.replace(before, after)))


def test_what_looks_like_a_comment_is_one_and_is_said_behind_text(write: Write) -> None:
    """Whoever comments is not stopped, and whoever meant the text reads that it is gone."""
    path = write(
        PLAIN.replace("las tardes", "las # 1 de las tardes")
        .replace("currency: EUR}", "currency: EUR}  # all of it")
        .replace("landing", "#landing of old\nlanding")
        .replace('"#FBF4E6"}', '"#FBF4E6"}  #cream')
        .replace("P3D", "P3D\n  #resolution_window: P3D")
        + "  # the end"
    )

    assert notes_on(path) == [
        "line 5: core_message: «# 1 de las tardes» is a comment and no part of the text"
    ]


def test_text_in_quotation_marks_keeps_everything(write: Write) -> None:
    """The way out that the refusal names is one."""
    path = write(PLAIN.replace("Un café para las tardes", '"Un café #sinprisa"'))

    assert read_request(path).request.core_message == "Un café #sinprisa"


@pytest.mark.parametrize("figures", ['"20261224"', '"1795564800"', '"-3"', '"1795564800.5"'])
def test_figures_are_no_moment(write: Write, figures: str) -> None:
    """A date without its dashes is not a day of 1970."""
    path = write(f"{PLAIN}  publish_not_before: {figures}\n")

    with pytest.raises(WrongUse, match=r"timing\.publish_not_before: must be a moment such as"):
        read_request(path)


@pytest.mark.parametrize(
    ("moments", "said"),
    [
        ({"publish_not_before": NOW + timedelta(days=300)}, []),
        (
            {"publish_not_before": datetime(2126, 12, 24, tzinfo=UTC)},
            ["timing.publish_not_before: 2126-12-24 is more than a year away: is the year right?"],
        ),
        (
            {"publish_not_before": datetime(2025, 12, 24, tzinfo=UTC)},
            ["timing.publish_not_before: 2025-12-24 is past: nothing would be waited for"],
        ),
        (
            {"publish_before": datetime(1926, 12, 24, tzinfo=UTC)},
            ["timing.publish_before: 1926-12-24 is past: nothing would be published"],
        ),
        (
            {"publish_before": datetime(2126, 12, 24, tzinfo=UTC)},
            ["timing.publish_before: 2126-12-24 is more than a year away: is the year right?"],
        ),
    ],
)
def test_moments_that_may_be_slips_are_said(
    write: Write, moments: dict[str, datetime], said: list[str]
) -> None:
    """A file of last year may be meant, and whoever submits it is told what follows."""
    path = write(PLAIN)
    assert notes_on(path) == []
    lines = "".join(f"  {name}: {at.isoformat()}\n" for name, at in moments.items())

    assert notes_on(write(PLAIN + lines)) == said


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        ("{total: 1000.5, currency: JPY}", "budget.total: 1000.5 is finer than JPY, which has no"),
        ("{total: 650.005, currency: EUR}", "650.005 is finer than EUR, which has 2 decimals"),
        ("{total: 1.0005, currency: KWD}", "1.0005 is finer than KWD, which has 3 decimals"),
    ],
)
def test_money_is_no_finer_than_its_currency(write: Write, budget: str, told: str) -> None:
    """Nobody is promised half a yen."""
    path = write(PLAIN.replace("{total: 650.0, currency: EUR}", budget))

    with pytest.raises(WrongUse, match=told):
        read_request(path)


@pytest.mark.parametrize("total", ["1.000", "12.500", "250.000"])
def test_a_point_that_may_separate_thousands_is_questioned(write: Write, total: str) -> None:
    """Who writes a thousand as a Spaniard does is not given a budget of one."""
    path = write(PLAIN.replace("650.0", total))

    with pytest.raises(WrongUse, match=rf"line 10: budget\.total: {total} may be .*without a sep"):
        read_request(path)


@pytest.mark.parametrize("total", ["650.0", "650.00", "1000", "0.500", "1000.000", "1e3"])
def test_a_total_that_can_be_only_one_is_taken(write: Write, total: str) -> None:
    """What no one separates thousands like needs no second look."""
    path = write(PLAIN.replace("650.0", total))

    assert read_request(path).request.budget.total == float(total)


def test_what_reads_the_same_is_the_same_execution(write: Write) -> None:
    """Letters put together, blanks that do not break and a colour's case make no other run."""
    first = read_request(write(PLAIN)).request
    other = unicodedata.normalize(
        "NFD", PLAIN.replace("café de filtro", "café\u00a0de\u202ffiltro")
    )
    second = read_request(write(other.replace("#FBF4E6", "#fbf4e6"))).request

    assert first == second


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
def test_a_comment_is_found_whatever_ends_the_lines(write: Write, end: str) -> None:
    """A file from another system is looked at in the lines that YAML reads, and is no stumbling."""
    path = write("x")
    text = PLAIN.replace("para las tardes", "#sinprisa para las tardes")
    path.write_bytes(text.replace("\n", end).encode())

    with pytest.raises(WrongUse, match="line 5: core_message: «#sinprisa para las tardes»"):
        read_request(path)


@pytest.mark.parametrize("blank", ["\u2009", "\u2003", "\u00a0", "\u202f\u200b"])
def test_a_blank_is_a_blank(write: Write, blank: str) -> None:
    """However wide it is, and whatever else stands there that nobody sees."""
    first = read_request(write(PLAIN)).request
    second = read_request(write(PLAIN.replace("café de filtro", f"caf\u00adé de{blank}filtro")))

    assert second.request == first


def test_what_joins_an_emoji_stays(write: Write) -> None:
    """A family is one sign, and not three persons in a row."""
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    read = read_request(write(PLAIN.replace("café de filtro", f"café {family} de filtro"))).request

    assert family in read.model_dump_json(ensure_ascii=False)


@pytest.mark.parametrize(("currency", "said"), [("EUR", 0), ("JPY", 0), ("ERU", 1), ("XXX", 1)])
def test_a_currency_that_is_none_is_said(write: Write, currency: str, said: int) -> None:
    """Two exchanged letters would stand in every report."""
    path = write(PLAIN.replace("currency: EUR", f"currency: {currency}"))

    told = f"budget.currency: {currency} is no currency that is known here: is it right?"
    assert notes_on(path) == [told] * said
