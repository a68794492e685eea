"""Requests that were planned wrongly once: how each would end, what is found, and what it says."""

from pathlib import Path
from typing import Final

import pytest

from runtime.refusals import WrongUse
from tests.support.case_tables import CASES, files_in, rows_of
from tests.support.plans import Outlook, planned, read, written

pytestmark = pytest.mark.no_cover  # the stages are measured by their own tests, in half the time
_ROWS: Final = rows_of("requests.tsv")
_REFUSED: Final = "refused"
_BASES: Final = {"brand_colors.yaml"}
"""What another table changes before it is planned."""


def _parts(cell: str) -> list[str]:
    return [part for part in cell.split(" | ") if part]


@pytest.mark.parametrize(
    "row", [row for row in _ROWS if row["ends"] != _REFUSED], ids=lambda row: row["file"]
)
async def test_a_request_is_planned_as_it_is_meant(row: dict[str, str], tmp_path: Path) -> None:
    """What would be published is what a person of that language would write, or it is asked."""
    plan = await planned(read(CASES / "requests" / row["file"], [CASES]), tmp_path / "home")

    text = written(plan)
    assert Outlook.of(plan) == Outlook(row["ends"], row["finds"], row["said"])
    if row["gives"]:
        assert " ".join(f"{one.budget:g}" for one in plan.publications) == row["gives"]
    assert set(_parts(row["rises"])) <= {signal.term for signal in plan.signals}
    assert [part for part in _parts(row["writes"]) if part not in text] == []
    assert [part for part in _parts(row["never"]) if part.lower() in text.lower()] == []


@pytest.mark.parametrize(
    "row", [row for row in _ROWS if row["ends"] == _REFUSED], ids=lambda row: row["file"]
)
def test_a_request_that_is_hardly_meant_is_refused(row: dict[str, str]) -> None:
    """The sentence names the line or the field, and the exit status is that of wrong use."""
    with pytest.raises(WrongUse) as refusal:
        read(CASES / "requests" / row["file"], [CASES])

    assert str(refusal.value).endswith(f"{row['file']}: {row['said']}")
    assert refusal.value.exit_status == 2


def test_every_request_has_its_right_value() -> None:
    """No request lies here without a line that says what is right."""
    assert files_in("requests") == {row["file"] for row in _ROWS} | _BASES
