"""Exports of metrics: what is counted of each, or why nothing is."""

from typing import Final

import pytest

from runtime.files.metrics import read_metrics
from runtime.refusals import WrongUse
from tests.support.case_tables import CASES, files_in, rows_of
from tests.support.plans import NOW

_ROWS: Final = rows_of("metrics.tsv")


def _what_is_counted(file: str) -> tuple[str, str]:
    path = CASES / "metrics" / file
    try:
        record = read_metrics(path, final=False, now=NOW)
    except WrongUse as refusal:
        return "", str(refusal).removeprefix(f"{path}: ")
    counted = [
        f"{one.channel} {one.impressions} {one.clicks} {one.conversions} {one.spend} {one.source}"
        for one in record.metrics
    ]
    return " | ".join(counted), ""


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["file"])
def test_an_export_is_counted_as_it_is_meant_or_refused(row: dict[str, str]) -> None:
    """No day replaces a sum and no thousand becomes a five: who asks is told line and field."""
    assert _what_is_counted(row["file"]) == (row["counted"], row["said"])


def test_every_export_has_its_right_value() -> None:
    """No export lies here without a line that says what is right."""
    assert files_in("metrics") == {row["file"] for row in _ROWS}
