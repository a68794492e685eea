"""Reading the channels' files: everything in them is known, and nothing that is needed is missing.

A fault names the file, the place in it, and what would be right: whoever adds a channel has nobody
else to ask.
"""

import dataclasses
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from pydantic import TypeAdapter, ValidationError

from contracts import ContractInvalid, Slug, explain
from domain.platforms.looks import Look
from domain.platforms.placements import MOST_EXTREME_RATIO, FieldLimit, Placement
from domain.platforms.vocabulary import STRICT, FieldKind, Part


@dataclass(frozen=True)
class Channel:
    """One channel, as its file describes it."""

    __pydantic_config__: ClassVar = STRICT

    channel: Slug
    """Its name; the file is called after it."""
    checked_on: date
    """When the sources were last read."""
    look: Look
    placements: Mapping[Slug, Placement]


_INHERITED: Final = {"channel", "placement", "checked_on"}
"""What a placement takes from what stands above it in the file."""


def read_channels(documents: Mapping[str, dict[str, Any]]) -> Mapping[str, Channel]:
    """Return every channel by its name.

    Args:
        documents: What each file says, by file name.

    Raises:
        ContractInvalid: One does not fit. The message names file, place and what would be right.
    """
    form = TypeAdapter(Channel)  # takes 5 ms to make, so it is made when there is something to read
    channels = [_read(file, document, form) for file, document in documents.items()]
    return {channel.channel: channel for channel in channels}


def _read(file: str, document: dict[str, Any], form: TypeAdapter[Channel]) -> Channel:
    if faults := [*_unknown_keys(document), *_no_day(document)]:
        raise _invalid(file, *faults)
    try:
        # TOML has what JSON has, and dates; as JSON, a list may become a tuple of known words.
        channel = form.validate_json(json.dumps(_completed(document), default=str))
    except ValidationError as error:
        raise _invalid(file, explain(error)) from error
    if file != f"{channel.channel}.toml":
        raise _invalid(file, f"channel: the file of {channel.channel} is {channel.channel}.toml")
    faults = [
        f"placements.{name}.{fault}"
        for name, placement in channel.placements.items()
        for fault in _contradictions(placement)
    ]
    if faults:
        raise _invalid(file, *faults)
    return channel


def _unknown_keys(document: dict[str, Any]) -> Iterator[str]:
    """Name every key that nothing reads, with those that might have been meant."""
    yield from _unknown("", document, _names(Channel))
    yield from _unknown("look.", document.get("look"), _names(Look))
    for name, placement in _tables(document.get("placements")):
        here = f"placements.{name}."
        yield from _unknown(here, placement, _names(Placement) - _INHERITED)
        yield from _unknown(f"{here}fields.", placement.get("fields"), {*FieldKind})
        for kind, limit in _tables(placement.get("fields")):
            yield from _unknown(f"{here}fields.{kind}.", limit, _names(FieldLimit) - {"name"})


def _no_day(document: dict[str, Any]) -> Iterator[str]:
    """Refuse what would become a date by being read as JSON."""
    if type(document.get("checked_on", date.min)) is not date:
        yield "checked_on: must be a date without quotes or a time, such as 2026-11-22"


def _unknown(where: str, table: object, known: Collection[str]) -> Iterator[str]:
    unknown = table.keys() - known if isinstance(table, dict) else set[str]()
    for name in sorted(unknown):
        yield f"{where}{name}: is not known here; known are {', '.join(sorted(known))}"


def _completed(document: dict[str, Any]) -> dict[str, Any]:
    """Give placements and fields what stands above them, so far as the file has the form."""
    above = {
        # What the file lacks is told once, and not for every placement.
        "channel": str(document.get("channel")),
        "checked_on": document.get("checked_on", date.min),
    }

    def limit(kind: str, table: dict[str, Any]) -> dict[str, Any]:
        return table | {"name": kind}

    def placement(name: str, table: dict[str, Any]) -> dict[str, Any]:
        return _each(table, "fields", limit) | above | {"placement": name}

    return _each(document, "placements", placement)


def _each(
    table: dict[str, Any], name: str, change: Callable[[str, dict[str, Any]], dict[str, Any]]
) -> dict[str, Any]:
    """Return the table with every table changed that stands in its table of this name."""
    inner = table.get(name)
    if not isinstance(inner, dict):
        return table
    return table | {name: inner | {key: change(key, value) for key, value in _tables(inner)}}


def _tables(value: object) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield from ((name, table) for name, table in value.items() if isinstance(table, dict))


def _contradictions(placement: Placement) -> Iterator[str]:
    """Name what each value alone allows and the placement as a whole does not."""
    yield from _in_form(placement)
    yield from _in_copy(placement)
    for kind, limit in placement.fields.items():
        if limit.min > limit.max:
            yield f"fields.{kind}.min: must not be more than max"
        if limit.min_variants > limit.max_variants:
            yield f"fields.{kind}.min_variants: must not be more than max_variants"


def _in_form(placement: Placement) -> Iterator[str]:
    ratio = placement.width / placement.height
    if not 1 / MOST_EXTREME_RATIO <= ratio <= MOST_EXTREME_RATIO:
        yield f"width: neither side may be more than {MOST_EXTREME_RATIO:g} times the other"
    for side in ("width", "height"):
        if getattr(placement, side) < getattr(placement, f"min_{side}"):
            yield f"{side}: must not be less than min_{side}"
    if placement.safe_top + placement.safe_bottom >= 1 or placement.safe_side * 2 >= 1:
        yield "safe_top, safe_bottom, safe_side: must leave room for text"


def _in_copy(placement: Placement) -> Iterator[str]:
    if FieldKind.BODY in placement.fields and not placement.paragraphs:
        yield f"paragraphs: is required beside a body; its parts are {', '.join(Part)}"
    if placement.paragraphs and FieldKind.BODY not in placement.fields:
        yield "paragraphs: must be left out where there is no body"
    if placement.link_in_text and not any(Part.LINK in row for row in placement.paragraphs):
        yield f"paragraphs: must have the part {Part.LINK}, because link_in_text is true"


def _names(kind: type[Channel | Look | Placement | FieldLimit]) -> frozenset[str]:
    return frozenset(field.name for field in dataclasses.fields(kind))


def _invalid(file: str, *faults: str) -> ContractInvalid:
    return ContractInvalid(f"The channel file {file} is invalid: {'; '.join(faults)}.")
