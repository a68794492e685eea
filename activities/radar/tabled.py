"""The items of a table: CSV as spreadsheets, offices and tools export it."""

from collections.abc import Iterator, Mapping, Sequence

from activities.radar.items import (
    DATES,
    SPANISH_DATES,
    TEXTS,
    RawItem,
    RawSource,
    UnreadableSource,
    named,
)
from domain.reading.tables import Table, table_of


def read_table(text: str) -> RawSource:
    """Find the items of a table.

    Raises:
        UnreadableSource: No line names a column of dates and one of texts.
    """
    table = table_of(text, _names_both)
    if table is None:
        raise UnreadableSource(
            "is no feed, no JSON, and no CSV whose first line names the columns date and text"
        )
    return RawSource(_items(table), is_spanish=bool(SPANISH_DATES.intersection(table.names)))


def _names_both(names: Sequence[str]) -> bool:
    columns: Mapping[str, str] = dict.fromkeys(names, "")
    return bool(named(columns, DATES) and named(columns, TEXTS))


def _items(table: Table) -> Iterator[RawItem | None]:
    for row in table.rows():
        if row.values is None:
            yield None
            continue
        fields = dict(zip(table.names, row.values, strict=False))
        yield RawItem(_filled(named(fields, DATES)), _filled(named(fields, TEXTS)))


def _filled(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(value for value in values if value.strip())
