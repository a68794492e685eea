"""Metrics as an operator has them: JSON, or the CSV that a channel exports."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from contracts import ChannelMetrics, MetricsRecord, explain
from domain.reading.numbers import count_of, number_of
from domain.reading.tables import column_name, table_of
from runtime.files.request import read_text
from runtime.refusals import WrongUse

PLACEMENT: Final = "placement"
"""A column that may be left out where a campaign has one placement on each channel."""

COLUMNS: Final = (
    "channel",
    "impressions",
    "clicks",
    "conversions",
    "spend",
    "observed_until",
    "source",
)
_LIST: Final = TypeAdapter(list[ChannelMetrics])


_COUNTS: Final = ("impressions", "clicks", "conversions")
_TOO_LATE: Final = timedelta(days=1)
"""How far ahead a clock elsewhere may be."""


def read_metrics(path: Path, *, final: bool, now: datetime | None = None) -> MetricsRecord:
    """Read what the channels counted: a JSON list of `ChannelMetrics`, or CSV with `COLUMNS`.

    Args:
        path: The file; `.csv` is read as CSV, anything else as JSON.
        final: Whether nothing more will come for these channels.
        now: The present time: nothing can have been observed later. Without it nobody judges that.

    Raises:
        WrongUse: Something is wrong, or may mean two things; the message names the file and the
            field.
    """
    text = read_text(path)
    try:
        listed = _from_csv(path, text) if path.suffix.lower() == ".csv" else _from_json(text)
        _refuse_doubtful(path, listed, now)
        return MetricsRecord(metrics=[metrics for _, metrics in listed], final=final)
    except ValidationError as error:
        raise WrongUse(f"{path}: {explain(error)}") from error


def _from_json(text: str) -> list[tuple[str, ChannelMetrics]]:
    """Return what each entry says, and what to call the entry."""
    return [(f"entry {number}", one) for number, one in enumerate(_LIST.validate_json(text))]


def _from_csv(path: Path, text: str) -> list[tuple[str, ChannelMetrics]]:
    """Return what each row says, and what to call the row."""
    known = {column_name(name): name for name in (*COLUMNS, PLACEMENT)}
    table = table_of(text, lambda names: column_name(COLUMNS[0]) in names)
    found = [] if table is None else [known.get(name, "") for name in table.names]
    absent = [name for name in COLUMNS if name not in found]
    if table is None or absent or "" in found or len(set(found)) != len(found):
        raise WrongUse(
            f"{path}: the first line must be: {','.join(COLUMNS)}, and may name the placement too"
        )
    listed: list[tuple[str, ChannelMetrics]] = []
    for row in table.rows():
        where = f"line {row.line}"
        if row.values is None or len(row.values) != len(found):
            raise WrongUse(f"{path}: {where}: must have {len(found)} values")
        try:
            listed.append((where, _of_row(dict(zip(found, row.values, strict=True)))))
        except ValidationError as error:
            raise WrongUse(f"{path}: {where}: {explain(error)}") from error
        except ValueError as error:
            raise WrongUse(f"{path}: {where}: {error}") from error
    return listed


def _of_row(row: Mapping[str, str]) -> ChannelMetrics:
    given = {name: value.strip() for name, value in row.items() if name != PLACEMENT or value}
    for name, read in (*((name, count_of) for name in _COUNTS), ("spend", number_of)):
        try:
            given[name] = str(read(given[name]))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return ChannelMetrics.model_validate_strings(given, strict=False)


def _refuse_doubtful(
    path: Path, listed: Sequence[tuple[str, ChannelMetrics]], now: datetime | None
) -> None:
    """Refuse rows that would replace each other, since they were meant to be added, and the future.

    Raises:
        WrongUse: As the line before says.
    """
    seen: dict[tuple[str, str | None], str] = {}
    for where, one in listed:
        place = (one.channel, one.placement)
        # A channel without its placement means the only one that it has.
        earlier = next(
            (known for known in seen if known[0] == one.channel and _overlap(known, place)), None
        )
        if earlier is not None:
            name = ".".join(filter(None, place))
            raise WrongUse(
                f"{path}: {where}: {name} stands in {seen[earlier]} already, and a later record "
                "replaces an earlier one: give each place once, with its sums since publication"
            )
        seen[place] = where
        if now is not None and one.observed_until > now + _TOO_LATE:
            raise WrongUse(
                f"{path}: {where}: observed_until: {one.observed_until:%Y-%m-%d} is still to come"
            )


def _overlap(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    return one[1] == other[1] or None in {one[1], other[1]}
