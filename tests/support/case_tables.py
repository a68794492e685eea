"""The tables of the cases: one line for each input, and in its columns what is right."""

import csv
from pathlib import Path
from typing import Final

from tests.support.paths import ROOT

CASES: Final = ROOT / "tests" / "cases"
"""Where the inputs lie, and the tables beside them."""


def rows_of(table: str) -> tuple[dict[str, str], ...]:
    """Return the lines of a table, each by the names of its columns."""
    lines = (CASES / table).read_text("utf-8").splitlines()
    return tuple(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def files_in(folder: str) -> set[str]:
    """Return every input of a folder, by its path from there."""
    top = Path(CASES, folder)
    return {str(file.relative_to(top)) for file in top.rglob("*") if file.is_file()}
