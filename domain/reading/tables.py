"""Tables of text as spreadsheets and offices write them: CSV, whatever it is separated by."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from domain.text.spelling import comparable

_SEPARATORS: Final = ",;\t|"
_SEPARATOR_LINE: Final = re.compile(r'^"?sep=(.)"?$', re.IGNORECASE)
_HEAD: Final = 20
"""Lines in which the names of the columns may stand: exports put titles above them."""
_OTHER_FORMS: Final = ("{", "[", "<")
"""What begins JSON and markup, in which the names of fields stand beside values."""
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Þ])")
_LONGEST_HEAD: Final = 4_000
"""Characters of a line that names columns."""
_SPAN: Final = 20
"""Lines that one row may take; a quotation mark that stands open longer was meant as a letter."""


@dataclass(frozen=True)
class Row:
    """One row, and where it begins."""

    line: int
    values: tuple[str, ...] | None
    """`None` for a row that cannot be read, such as one with a value of more than 128 KiB."""


@dataclass(frozen=True)
class Table:
    """The names of the columns, as they are compared, and what follows them."""

    names: tuple[str, ...]
    separator: str
    line: int
    """Where the names stand."""
    written: tuple[str, ...]
    """The names as they are written."""
    _lines: Sequence[str]
    _start: int

    def rows(self) -> Iterator[Row]:
        """Read the rows that say anything, one by one; one that cannot be read costs itself."""
        at = self._start
        while at < len(self._lines):
            values, taken = _row(self._lines, at, self.separator)
            if values is None or any(value.strip() for value in values):
                yield Row(at + 1, values)
            at += taken


def table_of(text: str, fits: Callable[[Sequence[str]], bool]) -> Table | None:
    """Return the table that a text holds; none when no line names the columns.

    Blank lines, titles and Excel's `sep=;` may stand above the names.

    Args:
        text: The whole file.
        fits: Whether these are the columns' names, in the form of `column_name`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for at, line in enumerate(lines[:_HEAD]):
        if len(line) > _LONGEST_HEAD or line.lstrip().startswith(_OTHER_FORMS):
            continue
        found = [
            (names, separator)
            for separator in _SEPARATORS
            if fits(names := tuple(map(column_name, _values(line, separator) or ())))
        ]
        if found:
            names, separator = max(found, key=lambda one: len(one[0]))
            written = _values(line, separator) or ()
            return Table(names, separator, at + 1, written, lines, at + 1)
    return None


def column_name(name: str) -> str:
    """Return a column's name as it is compared: `Fecha_de Alta` as `fecha de alta`.

    A capital letter in the middle begins a word, too: `publishedAt` is `published at`.
    """
    apart = _INNER_CAPITAL.sub(" ", name)
    return " ".join(re.findall(r"\w+", comparable(apart).replace("_", " ")))


def _row(lines: Sequence[str], at: int, separator: str) -> tuple[tuple[str, ...] | None, int]:
    """Return the row that begins at a line, and how many lines it takes."""
    text = ""
    for taken, line in enumerate(lines[at : at + _SPAN], start=1):
        text += f"{line}\n"
        values = _values(text, separator)
        # Within quotation marks a line's end belongs to the value: such a row is not at its end.
        if values is None or not values[-1:] or not values[-1].endswith("\n"):
            return values, taken
    return _values(lines[at], separator, csv.QUOTE_NONE), 1


def _values(text: str, separator: str, quoting: int = csv.QUOTE_MINIMAL) -> tuple[str, ...] | None:
    try:
        rows = csv.reader(text.splitlines(keepends=True), delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
        return tuple(next(rows, ()))
    except csv.Error:
        return None
