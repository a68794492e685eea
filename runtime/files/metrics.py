"""Metrics as an operator has them: JSON, or the CSV that a channel exports."""

import csv
import io
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from contracts import ChannelMetrics, MetricsRecord, explain
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


def read_metrics(path: Path, *, final: bool) -> MetricsRecord:
    """Read what the channels counted: a JSON list of `ChannelMetrics`, or CSV with `COLUMNS`.

    Args:
        path: The file; `.csv` is read as CSV, anything else as JSON.
        final: Whether nothing more will come for these channels.

    Raises:
        WrongUse: Something is wrong; the message names the file and the field.
    """
    text = read_text(path)
    try:
        if path.suffix.lower() == ".csv":
            metrics = _from_csv(path, text)
        else:
            metrics = _LIST.validate_json(text)
        return MetricsRecord(metrics=metrics, final=final)
    except ValidationError as error:
        raise WrongUse(f"{path}: {explain(error)}") from error


def _from_csv(path: Path, text: str) -> list[ChannelMetrics]:
    rows = csv.DictReader(io.StringIO(text))
    found = rows.fieldnames or []
    absent = [name for name in COLUMNS if name not in found]
    strange = [name for name in found if name not in {*COLUMNS, PLACEMENT}]
    if absent or strange or len(set(found)) != len(found):
        raise WrongUse(
            f"{path}: the first line must be: {','.join(COLUMNS)}, and may name the placement too"
        )
    metrics: list[ChannelMetrics] = []
    for row in rows:
        if None in row or None in row.values():
            raise WrongUse(f"{path}: line {rows.line_num}: must have {len(found)} values")
        given = {name: value for name, value in row.items() if name != PLACEMENT or value}
        try:
            metrics.append(ChannelMetrics.model_validate_strings(given, strict=False))
        except ValidationError as error:
            raise WrongUse(f"{path}: line {rows.line_num}: {explain(error)}") from error
    return metrics
