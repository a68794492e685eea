"""The tables of kinds; `python -m tests.support.documents.kind_tables` writes them.

They are made from the records of `activities/publish/registry.py`, `runtime/wiring/providers.py`
and `domain/telemetry.py`, and from the contracts of their settings.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from activities.publish.kind import Abilities, PublisherKind
from activities.publish.registry import KINDS
from console.command_metrics import OF_COMMANDS
from contracts import Contract
from domain.telemetry import METRICS, Metric
from runtime.telemetry.series import values_of
from runtime.wiring.providers import STAGES, ProviderKind
from tests.support.documents.marked_tables import documented, table, write
from tests.support.paths import ROOT

COMMAND: Final = "python -m tests.support.documents.kind_tables"
_CHANNELS: Final = ROOT / "docs/channels.md"
_PROVIDERS: Final = ROOT / "docs/providers.md"
_OBSERVABILITY: Final = ROOT / "docs/observability.md"


def tables() -> Mapping[Path, Mapping[str, str]]:
    """Return every table by its document and name."""
    return {
        _CHANNELS: {
            "table of publishers": _publishers(),
            "tables of fields": "\n\n".join(_fields(kind, kind.about) for kind in KINDS.values()),
        },
        _PROVIDERS: {
            "table of providers": _providers(),
            "tables of fields": "\n\n".join(
                _fields(kind, (kind.settings.__doc__ or "").partition("\n")[0])
                for kind in _configurable()
            ),
        },
        _OBSERVABILITY: {
            "table of metrics": _metrics(),
            "table of commands' metrics": _listed(OF_COMMANDS),
        },
    }


def outdated() -> list[str]:
    """Return the names of the tables that are not as the code has it."""
    return [
        name
        for document, named in tables().items()
        for name, present in named.items()
        if documented(document.read_text(encoding="utf-8"), name, COMMAND) != present
    ]


def _publishers() -> str:
    rows = [
        ["what it is", *(kind.about for kind in KINDS.values())],
        [
            "serves",
            *(f"`{kind.limits}`" if kind.limits else "any channel" for kind in KINDS.values()),
        ],
        ["promises", *(kind.reconciliation or "as set" for kind in KINDS.values())],
    ]
    for name, ability in Abilities.model_fields.items():
        told = [str(getattr(kind.abilities, name)) for kind in KINDS.values()]
        rows.append([_sentence(ability.description), *told])
    return table(["", *(f"`{name}`" for name in KINDS)], rows)


def _fields(kind: PublisherKind[Any] | ProviderKind[Any, Any], about: str) -> str:
    rows = list(_rows(kind.settings))
    listed = table(["field", "default", "takes", "meaning"], rows) if rows else "It has no fields."
    return f"### `{kind.name}`\n\n{about}\n\n{listed}"


def _rows(settings: type[Contract]) -> Iterator[list[str]]:
    schema = settings.model_json_schema()
    for name, described in schema["properties"].items():
        is_required = name in schema.get("required", [])
        default = "required" if is_required else _default(described.get("default"))
        takes = _takes(described, schema.get("$defs", {}))
        yield [f"`{name}`", default, takes, _sentence(described.get("description"))]


def _default(value: object) -> str:
    match value:
        case None | []:
            return ""
        case bool():
            return f"`{value}`".lower()
        case int() | float():
            return f"`{value:_}`"
        case _:
            return f"`{value}`"


def _takes(described: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Say what values a field has, as far as its JSON Schema knows."""
    if "anyOf" in described:
        (described,) = [each for each in described["anyOf"] if each.get("type") != "null"]
    if "$ref" in described:
        described = definitions[described["$ref"].rpartition("/")[2]]
    match described:
        case {"enum": values}:
            return ", ".join(f"`{value}`" for value in values)
        case {"type": "boolean"}:
            return "`true` or `false`"
        case {"type": "number" | "integer" as kind, "minimum": least, "maximum": most}:
            number = "a whole number" if kind == "integer" else "a number"
            return f"{number} from {least:_} to {most:_}"
        case {"type": "array", "maxItems": most}:
            return f"a text, or a list of up to {most}"
        case _:
            return "a text"


def _providers() -> str:
    rows = [
        [f"`{stage.stage}`", f"`[{stage.section}]`", f"`{kind.name}`", kind.about]
        for stage in STAGES
        for kind in stage.kinds
    ]
    return table(["stage", "section", "provider", "what it does"], rows)


def _configurable() -> list[ProviderKind[Any, Any]]:
    """Return one kind for each form of settings: those of a name have the same in every stage."""
    by_name = {kind.name: kind for stage in reversed(STAGES) for kind in stage.kinds}
    return [kind for kind in reversed(by_name.values()) if kind.settings.model_fields]


def _listed(metrics: Sequence[Metric]) -> str:
    rows = [
        [
            f"`{metric.exported}`",
            metric.kind,
            ", ".join(f"`{label.name}`" for label in metric.labels),
            metric.help,
        ]
        for metric in metrics
    ]
    return table(["metric", "type", "labels", "what it tells"], rows)


def _metrics() -> str:
    labels = {label.name: values_of(label) for metric in METRICS for label in metric.labels}
    told = [
        [f"`{name}`", ", ".join(f"`{value}`" for value in values)]
        for name, values in sorted(labels.items())
    ]
    return f"{_listed(METRICS)}\n\n{table(['label', 'values'], told)}"


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split()).removesuffix(".")


def main() -> int:
    """Write the tables into the documents."""
    for document, named in tables().items():
        write(document, named, COMMAND)
    return 0


if __name__ == "__main__":
    sys.exit(main())
