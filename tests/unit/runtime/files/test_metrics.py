"""Metrics as channels export them."""

import json
from pathlib import Path

import pytest

from runtime.files.metrics import read_metrics
from runtime.refusals import WrongUse

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
