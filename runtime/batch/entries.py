"""A file of many requests, taken apart: one line of JSON, item of YAML or row of CSV for each."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from contracts import MAX_REQUEST_FILE_BYTES
from domain.reading.tables import column_name, table_of
from runtime.files.cells import columns_of, fields_of
from runtime.files.cut_text import refuse_cut_text, yaml_lines
from runtime.files.grouped_total import refuse_grouped_total
from runtime.files.plain_data import Unreadable, read_json, read_yaml_items
from runtime.files.request import Written, read_text
from runtime.refusals import WrongUse

MAX_BATCH_BYTES: Final = 64_000_000
"""The largest file: 10,000 requests of 6 KB."""

_MAX_YAML_BYTES: Final = 8_000_000
"""YAML is read at some 600 KB a second, and takes 50 times its size in memory meanwhile."""

_NO_REQUEST: Final = "must hold the fields of one request, such as 'name: …'"


class Entry(NamedTuple):
    """One request of a file, or what is wrong with it."""

    line: int
    """Where it begins."""
    found: Written | str
    """It, or why it cannot be read."""


def entries_of(path: Path) -> Iterator[Entry]:
    """Read the requests of a file one by one; one that cannot be read costs itself.

    Args:
        path: The file; its ending says how it is read.

    Raises:
        WrongUse: The file cannot be read at all.
    """
    kind = path.suffix.lower()
    if kind not in _READERS:
        raise WrongUse(f"{path}: must end in one of {', '.join(_READERS)}")
    return _READERS[kind](path)


def _of_json_lines(path: Path) -> Iterator[Entry]:
    lines = read_text(path, MAX_BATCH_BYTES).split("\n")
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if len(line) > MAX_REQUEST_FILE_BYTES:
            yield Entry(number, f"is larger than {MAX_REQUEST_FILE_BYTES:,} bytes")
            continue
        try:
            yield _entry(path, number, read_json(line))
        except Unreadable as error:
            yield Entry(number, error.within_line)


def _of_yaml(path: Path) -> Iterator[Entry]:
    text = read_text(path, _MAX_YAML_BYTES)
    lines = yaml_lines(text)
    for item in read_yaml_items(text):
        try:
            refuse_grouped_total(item.node)
            notes = [] if item.node is None else refuse_cut_text(lines, item.node)
        except Unreadable as error:
            yield _unreadable(item.line, error)
        else:
            said = tuple(f"{path}: {note}" for note in notes)
            yield _entry(path, item.line, item.value, said)


def _of_csv(path: Path) -> Iterator[Entry]:
    text = read_text(path, MAX_BATCH_BYTES)
    table = table_of(
        text, lambda names: {column_name("name"), column_name("product")} <= set(names)
    )
    if table is None:
        raise WrongUse(
            f"{path}: the first line must name the columns by the fields of a request, such as "
            "name,product,channels.0.channel,channels.0.placement,budget.total"
        )
    try:
        columns = columns_of(table.written)
    except ValueError as error:
        raise WrongUse(f"{path}: line {table.line}: {error}") from error
    for row in table.rows():
        try:
            if row.values is None:
                yield Entry(row.line, "cannot be read as a row of values")
            else:
                yield _entry(path, row.line, fields_of(columns, row.values))
        except ValueError as error:
            yield Entry(row.line, str(error))


def _entry(path: Path, line: int, value: Any, notes: tuple[str, ...] = ()) -> Entry:
    if isinstance(value, Unreadable):
        return _unreadable(line, value)
    if not isinstance(value, dict):
        return Entry(line, _NO_REQUEST)
    return Entry(line, Written(path, f"{path}: line {line}", value, notes))


def _unreadable(begins: int, error: Unreadable) -> Entry:
    return Entry(error.line or begins, error.within_line)


_READERS: Final[Mapping[str, Callable[[Path], Iterator[Entry]]]] = {
    ".jsonl": _of_json_lines,
    ".ndjson": _of_json_lines,
    ".yaml": _of_yaml,
    ".yml": _of_yaml,
    ".csv": _of_csv,
}
"""How a file is read, by its ending."""
