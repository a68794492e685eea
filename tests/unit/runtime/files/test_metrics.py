"""Metrics as channels export them."""

import json
from pathlib import Path

import pytest

from runtime.files.metrics import read_metrics
from runtime.refusals import WrongUse
from tests.support.builders import MOMENT

HEADER = "channel,impressions,clicks,conversions,spend,observed_until,source"


def test_csv_and_json_metrics_say_the_same(tmp_path: Path) -> None:
    """A channel's export can be handed in as it is."""
    table = tmp_path / "export.csv"
    table.write_text(f"{HEADER}\nx,1000,30,2,12.5,2026-03-02T09:00:00Z,export\n")
    record = read_metrics(table, final=True)
    listed = tmp_path / "export.json"
    listed.write_text(json.dumps([one.model_dump(mode="json") for one in record.metrics]))

    assert read_metrics(listed, final=True) == record
    assert record.metrics[0].clicks == 30
    assert record.final


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("m.csv", "channel,clicks\nx,1\n", "the first line must be: channel,impressions"),
        ("m.csv", f"{HEADER}\nx,1\n", "line 2: must have 7 values"),
        ("m.csv", f"{HEADER}\nx,1,0,0,0,2026-03-02T09:00:00Z,a,b\n", "line 2: must have 7"),
        ("m.csv", f"{HEADER}\nx,many,0,0,0,2026-03-02T09:00:00Z,a\n", "line 2: impressions"),
        ("m.csv", f"{HEADER}\nx,1,0,0,0,2026-03-02T09:00:00,a\n", "line 2: observed_until: .*UTC"),
        ("m.csv", f"{HEADER}\n", "metrics: "),
        (
            "m.csv",
            f"{HEADER}\nx,5.000,1,0,0,2026-03-02T09:00:00Z,a\n",
            "line 2: impressions: 5.000 may",
        ),
        (
            "m.csv",
            f"{HEADER}\nx,9,1,0,1.234,2026-03-02T09:00:00Z,a\n",
            "line 2: spend: 1.234 may be",
        ),
        (
            "m.csv",
            f"{HEADER}\nx,9,1,0.5,1,2026-03-02T09:00:00Z,a\n",
            "conversions: 0.5 is no whole",
        ),
        (
            "m.csv",
            f"{HEADER}\nx,9,1,0,5 €,2026-03-02T09:00:00Z,a\n",
            "spend: 5 € is no number such",
        ),
        ("m.csv", f"{HEADER}\nx,9,1,0,,2026-03-02T09:00:00Z,a\n", "spend: nothing is no number"),
        (
            "m.csv",
            f"{HEADER}\nx,9,1,0,1,2026-03-02T09:00:00Z,{'a' * 200_000}\n",
            "line 2: must have",
        ),
        ("m.csv", f"{HEADER}\nx,9,1,0,1,20260302,a\n", "observed_until: must be a moment such as"),
        ("m.csv", "", "the first line must be: channel"),
        ("m.json", "{", "JSON"),
        ("m.json", '[{"channel": "x"}]', "0.impressions: is required"),
    ],
)
def test_wrong_metrics_are_told_by_line_and_field(
    tmp_path: Path, name: str, text: str, told: str
) -> None:
    """Whatever does not fit in an export is named where it stands."""
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(WrongUse, match=rf"{name}: .*{told}"):
        read_metrics(path, final=False)


@pytest.mark.parametrize(
    "text",
    [
        HEADER.upper() + "\nx,5000,80,5,1234.5,2026-03-02T09:00:00Z,a",
        "sep=;\n" + f"{HEADER}\nx,5000,80,5,1234.5,2026-03-02T09:00:00Z,a".replace(",", ";"),
        "\n"
        + f"{HEADER}\nx,5000,80,5,V,2026-03-02T09:00:00Z,a".replace(",", ";").replace(
            "V", "1.234,50"
        ),
        f'{HEADER}\nx,5 000,80.0,5,"1,234.50",2026-03-02T09:00:00Z,a',
        f"Informe\n{HEADER}\n\nx,5000,80,5,1234.500000,2026-03-02T09:00:00Z,a\n\n",
    ],
)
def test_numbers_that_can_be_only_one_are_read(tmp_path: Path, text: str) -> None:
    """Spanish and English exports mean the same, whatever separates columns and thousands."""
    path = tmp_path / "m.csv"
    path.write_text(text, "utf-8")

    (one,) = read_metrics(path, final=False).metrics

    assert (one.impressions, one.clicks, one.conversions, one.spend) == (5000, 80, 5, 1234.5)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_rows_of_days_are_refused(tmp_path: Path, form: str) -> None:
    """The last day does not replace the sum of all."""
    days = f"{HEADER}\nx,5000,80,5,100,2026-03-01T09:00:00Z,a\n"
    one = tmp_path / "one.csv"
    one.write_text(days)
    entry = read_metrics(one, final=False).metrics[0].model_dump(mode="json")
    path = tmp_path / f"m.{form}"
    path.write_text(json.dumps([entry, entry]) if form == "json" else days + days.splitlines()[1])

    with pytest.raises(WrongUse, match=r"x stands in (line 2|entry 0) already, and a later record"):
        read_metrics(path, final=False)


def test_a_channel_is_not_named_with_its_placement_and_without(tmp_path: Path) -> None:
    """Both may mean the same place, and the later row would replace the earlier one."""
    path = tmp_path / "m.csv"
    rows = [f"x,{place},5000,80,5,100,2026-03-01T09:00:00Z,a" for place in ("post", "")]
    path.write_text("\n".join([HEADER.replace("channel", "channel,placement"), *rows]))

    with pytest.raises(WrongUse, match="line 3: x stands in line 2 already"):
        read_metrics(path, final=False)


def test_nothing_is_observed_before_it_happens(tmp_path: Path) -> None:
    """A year that was mistyped does not make every later record look old."""
    path = tmp_path / "m.csv"
    path.write_text(f"{HEADER}\nx,5000,80,5,100,2126-03-01T09:00:00Z,a\n")

    with pytest.raises(WrongUse, match="line 2: observed_until: 2126-03-01 is still to come"):
        read_metrics(path, final=False, now=MOMENT)

    assert read_metrics(path, final=False).metrics
