"""The expressions of the alerts and the dashboard, and what they ask of a worker's metrics."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import promql_parser
import yaml

from tests.support.paths import ROOT

ALERTS: Final = ROOT / "deploy/prometheus/alerts.yml"
ALERT_CASES: Final = ROOT / "deploy/prometheus/alerts_test.yml"
DASHBOARD: Final = ROOT / "deploy/grafana/phoenix.json"
_VARIABLES: Final = {"$__rate_interval": "5m", "$namespace": "default"}
_ENDS: Final = ("_bucket", "_sum", "_count")


@dataclass(frozen=True)
class Asked:
    """One metric that an expression reads, and by which labels."""

    where: str
    metric: str
    """Its name, without what a histogram's parts end with."""
    matched: tuple[tuple[str, str], ...]
    """Labels that are compared, and with what."""
    grouped: frozenset[str]
    """Labels that anything in the same expression is grouped by."""


def alerts() -> list[dict[str, Any]]:
    """Return the rules of the alerts."""
    groups = yaml.safe_load(ALERTS.read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


def expressions() -> Iterator[tuple[str, str]]:
    """Yield every expression with where it stands."""
    for rule in alerts():
        yield rule["alert"], rule["expr"]
    for panel in json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]:
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]


def asked() -> list[Asked]:
    """Return everything that is asked of metrics, as a parser of PromQL understands it."""
    return [one for where, text in expressions() for one in _asked_by(where, text)]


def _asked_by(where: str, text: str) -> Iterator[Asked]:
    for name, value in _VARIABLES.items():
        text = text.replace(name, value)
    selectors: list[promql_parser.VectorSelector] = []
    grouped: set[str] = set()

    def visit(node: promql_parser.Expr) -> None:
        if isinstance(node, promql_parser.VectorSelector):
            selectors.append(node)
        elif isinstance(node, promql_parser.AggregateExpr) and node.modifier is not None:
            grouped.update(node.modifier.labels)

    promql_parser.walk(promql_parser.parse(text), visit)
    assert selectors, f"{where} asks nothing"
    for selector in selectors:
        name = selector.name or ""
        for end in _ENDS:
            name = name.removesuffix(end)
        matched = tuple((one.name, one.value) for one in selector.matchers.matchers)
        yield Asked(where, name, matched, frozenset(grouped))
