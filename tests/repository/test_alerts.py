"""The alerts and the dashboard ask for what there is, and each alert has been seen to fire.

`promtool test rules deploy/prometheus/alerts_test.yml` fires them; no registry of packages has
promtool, so what is checked here is that nothing which it was fired with has changed its name.
"""

import re
from typing import Any, Final

import yaml

from deploy.grafana import dashboard
from domain.telemetry import METRICS
from runtime.telemetry.series import values_of
from tests.support.paths import ROOT
from tests.support.promql import ALERT_CASES, DASHBOARD, Asked, alerts, asked

OURS: Final = {metric.exported: metric for metric in METRICS}
ADDED: Final = {"namespace", "task_queue", "workflow_type", "service", "le", "job", "instance"}
"""Labels that the SDK and Prometheus add to every metric of ours, and to a histogram's parts."""


def cases() -> list[dict[str, Any]]:
    """Return the cases in which alerts fire, or do not."""
    found: list[dict[str, Any]] = yaml.safe_load(ALERT_CASES.read_text(encoding="utf-8"))["tests"]
    return found


def of_ours() -> list[tuple[Asked, dict[str, tuple[str, ...]]]]:
    """Return what is asked of our own metrics, each with the labels that there are."""
    return [
        (one, {label.name: values_of(label) for label in OURS[one.metric].labels})
        for one in asked()
        if one.metric.startswith("phoenix_")
    ]


def test_what_is_asked_of_our_metrics_is_in_their_table() -> None:
    """A metric that gets another name or another label silences no alert and empties no panel."""
    for one, labels in of_ours():
        for name, value in one.matched:
            assert name in labels or name in ADDED, one
            assert value in labels.get(name, (value,)), one


def test_what_is_grouped_by_is_a_label() -> None:
    """Lines and alerts are told apart by labels that exist."""
    for one, labels in of_ours():
        assert one.grouped <= labels.keys() | ADDED, one


def test_every_metric_is_on_the_dashboard() -> None:
    """What is counted can be looked at."""
    shown = {one.metric for one in asked() if one.where not in {rule["alert"] for rule in alerts()}}

    assert shown >= set(OURS)


def test_the_dashboard_is_as_its_builder_writes_it() -> None:
    """After a change run `python -m deploy.grafana.dashboard`."""
    assert DASHBOARD.read_text(encoding="utf-8") == dashboard.build()


def test_every_alert_fires_in_a_case_and_is_silent_on_a_good_day() -> None:
    """An alert that nobody has seen fire is none."""
    names = [rule["alert"] for rule in alerts()]
    fired = [
        test["alertname"]
        for case in cases()
        for test in case["alert_rule_test"]
        if test["exp_alerts"]
    ]
    (good_day,) = [case for case in cases() if case["name"].startswith("a good day")]

    assert fired == names
    assert {test["alertname"] for test in good_day["alert_rule_test"]} == set(names)


def test_every_alert_says_what_to_do() -> None:
    """Who is called in the night finds the page, and what stands there."""
    text = (ROOT / "docs/observability.md").read_text(encoding="utf-8")
    headings = {heading.lower() for heading in re.findall(r"^### (\w+)$", text, flags=re.MULTILINE)}

    for rule in alerts():
        page, _, anchor = rule["annotations"]["runbook"].partition("#")
        assert page == "docs/observability.md"
        assert anchor == rule["alert"].lower()
        assert rule["labels"]["severity"] in {"critical", "warning"}
    assert headings == {rule["alert"].lower() for rule in alerts()}
