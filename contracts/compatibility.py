"""Whether readers and writers of the previous release's contracts can live with the present ones.

Values cross a release in two directions, and the same question is asked of both: does the reader
take everything that the writer may write?

* *Every* contract is read by newer code: requests and messages from callers who have not moved,
  histories, ledgers and stored artefacts. The writer has the old schema, the reader the new one.
* The contracts of `WRITTEN` are also read outside Phoenix, by services that have not moved. There
  the writer has the new schema and the reader the old one. Phoenix leaves a property out that has
  its default, and readers of what it writes pass over properties that they do not know: so an
  optional one can be added. A reader has to know every word of a closed set, so an enum member
  that is added breaks it as surely as one that is removed.

What cannot be compared counts as broken: a keyword of JSON Schema that is unknown here may only
stay as it is. Titles, descriptions and examples may always change.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

WRITTEN: Final = frozenset(
    {
        "AuditOrder",
        "CampaignPayload",
        "CampaignStatus",
        "ContentOrder",
        "DuplicateCount",
        "LayoutManifest",
        "LearnOrder",
        "LearnReport",
        "PublishOrder",
        "QualityReport",
        "RadarOrder",
        "SettleOrder",
        "StrategyBrief",
        "StrategyOrder",
    }
)
"""What services outside Phoenix read: answers, stage orders and stored artefacts."""

Schema = Mapping[str, Any]

_ANNOTATIONS: Final = {"$schema", "$id", "$defs", "title", "description", "examples", "deprecated"}
_OBJECT: Final = {"properties", "additionalProperties", "required"}
_LOWER: Final = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER: Final = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_COMPARED: Final = {
    *_ANNOTATIONS,
    *_LOWER,
    *_UPPER,
    "$ref",
    "additionalProperties",
    "anyOf",
    "default",
    "enum",
    "items",
    "properties",
    "required",
    "type",
}
_INTEGERS_ARE_NUMBERS: Final = {"integer": "number"}


def breaking_changes(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[str]:
    """Return what stops old readers or writers from working with the new contracts.

    Args:
        old: The schemas of the previous release by the names of their contracts.
        new: The present ones.

    Returns:
        One sentence per break, with the place where it is; none when all goes on working.
    """
    broken = [f"{name}: the contract is gone" for name in sorted(old.keys() - new.keys())]
    for name in sorted(old.keys() & new.keys()):
        takes = _Crossing(old[name], new[name], is_lenient=False)
        broken += [f"{gap} (written by the previous release)" for gap in takes.gaps(name)]
        if name in WRITTEN:
            gives = _Crossing(new[name], old[name], is_lenient=True)
            broken += [f"{gap} (read by the previous release)" for gap in gives.gaps(name)]
    return list(dict.fromkeys(broken))


@dataclass(frozen=True)
class _Crossing:
    """What a writer with one schema writes, read by a reader with another."""

    writer_root: Schema
    reader_root: Schema
    is_lenient: bool
    """Whether the reader passes over what it does not know."""

    def gaps(self, at: str) -> list[str]:
        """Return everything that the reader may refuse or misread."""
        return list(self._values(self.writer_root, self.reader_root, at))

    def _values(self, wrote: Any, reads: Any, at: str) -> Iterator[str]:
        writer, reader = _resolved(wrote, self.writer_root), _resolved(reads, self.reader_root)
        if "anyOf" in writer or "anyOf" in reader:
            yield from self._alternatives(writer, reader, at)
        else:
            yield from self._one(writer, reader, at)

    def _alternatives(self, writer: Schema, reader: Schema, at: str) -> Iterator[str]:
        readable = reader.get("anyOf", [reader])
        for written in writer.get("anyOf", [writer]):
            attempts = [list(self._values(written, taken, at)) for taken in readable]
            if all(attempts):
                yield from min(attempts, key=len)

    def _one(self, writer: Schema, reader: Schema, at: str) -> Iterator[str]:
        if mismatch := _types(writer, reader, at):
            yield mismatch
            return
        yield from _words(writer, reader, at)
        yield from _bounds(writer, reader, at)
        yield from _unknown(writer, reader, at)
        if "items" in writer and "items" in reader:
            yield from self._values(writer["items"], reader["items"], f"{at}[]")
        elif "items" in reader:
            yield f"{at}: items were free and are now described"
        yield from self._properties(writer, reader, at)

    def _properties(self, writer: Schema, reader: Schema, at: str) -> Iterator[str]:
        if not _OBJECT & (writer.keys() | reader.keys()):
            return
        written, read = writer.get("properties", {}), reader.get("properties", {})
        others_written = writer.get("additionalProperties", True)
        others_read = reader.get("additionalProperties", True)
        surely_written = set(writer.get("required", []))
        if self.is_lenient:  # Phoenix writes: only what has a default may be absent
            surely_written |= {name for name in written if not self._has_default(written[name])}
        for name in reader.get("required", []):
            if name not in surely_written:
                yield f"{at}.{name}: is required by the reader and may be absent"
        for name in [*written, *(name for name in read if name not in written), "*"]:
            here, there = written.get(name, others_written), read.get(name, others_read)
            if here is False:
                continue
            if there is False:
                if self.is_lenient:
                    continue
                yield f"{at}.{name}: is not known to the reader, which refuses it"
                continue
            yield from self._values(here, there, f"{at}.{name}")
            if name not in reader.get("required", []):
                yield from self._default(here, there, f"{at}.{name}")

    def _has_default(self, schema: Any) -> bool:
        return "default" in _resolved(schema, self.writer_root)

    def _default(self, here: Any, there: Any, at: str) -> Iterator[str]:
        left_out_means = _resolved(here, self.writer_root).get("default", _ABSENT)
        taken_as = _resolved(there, self.reader_root).get("default", _ABSENT)
        if left_out_means is not _ABSENT and left_out_means != taken_as:
            yield f"{at}: means something else when it is left out"


_ABSENT: Final = object()


def _resolved(schema: Any, root: Schema) -> Schema:
    """Return a schema with what it refers to in place of the reference."""
    if isinstance(schema, bool):
        return {}  # `true`: anything goes; what `false` forbids is told apart before
    if "$ref" not in schema:
        return dict(schema)
    target = root["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    return {**_resolved(target, root), **{key: schema[key] for key in schema if key != "$ref"}}


def _types(writer: Schema, reader: Schema, at: str) -> str | None:
    wrote, reads = writer.get("type", "anything"), reader.get("type")
    if reads in (None, wrote, _INTEGERS_ARE_NUMBERS.get(wrote)):
        return None
    return f"{at}: {wrote} is written where {reads} is read"


def _words(writer: Schema, reader: Schema, at: str) -> Iterator[str]:
    if "enum" not in reader:
        return
    if "enum" not in writer:
        yield f"{at}: any value is written where a closed set is read"
        return
    strangers = [word for word in writer["enum"] if word not in reader["enum"]]
    if strangers:
        yield f"{at}: the reader does not know {', '.join(map(str, strangers))}"


def _bounds(writer: Schema, reader: Schema, at: str) -> Iterator[str]:
    for key in _LOWER:
        if key in reader and writer.get(key, float("-inf")) < reader[key]:
            yield f"{at}: {key} is tighter for the reader, {reader[key]}"
    for key in _UPPER:
        if key in reader and writer.get(key, float("inf")) > reader[key]:
            yield f"{at}: {key} is tighter for the reader, {reader[key]}"


def _unknown(writer: Schema, reader: Schema, at: str) -> Iterator[str]:
    for key in sorted(reader.keys() - _COMPARED):
        if writer.get(key, _ABSENT) != reader[key]:
            yield f"{at}: {key} is another for the reader, {reader[key]}"
