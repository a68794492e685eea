"""The dashboard of Phoenix; `python -m deploy.grafana.dashboard` writes it.

Longer than 250 lines because its panels are one table.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from grafana_foundation_sdk.builders import common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import BigValueGraphMode
from grafana_foundation_sdk.models.dashboard import Dashboard as Model
from grafana_foundation_sdk.models.dashboard import DataSourceRef, VariableRefresh

from domain import telemetry as ours

FILE: Final = Path(__file__).with_name("phoenix.json")
_SOURCE: Final = DataSourceRef(type_val="prometheus", uid="${source}")
_OF: Final = 'namespace="$namespace"'
_SDK: Final = f'{_OF},task_queue="campaigns"'
_QUEUES: Final = f'{_OF},task_queue=~"campaigns|phoenix[.].+"'
_WIDTH: Final = 24
_HEIGHT: Final = 8


@dataclass(frozen=True)
class Query:
    """One expression, and how its lines are named."""

    expr: str
    legend: str = ""


@dataclass(frozen=True)
class Panel:
    """What one panel shows, and what it is good for."""

    title: str
    description: str
    queries: tuple[Query, ...]
    unit: str = "short"
    is_number: bool = False
    """Whether it is one number now, and not lines over time."""


def _name(metric: ours.Metric, end: str = "") -> str:
    return f"{metric.exported}{end}"


def _rise(metric: ours.Metric, by: str, condition: str = "") -> Query:
    inside = f"{_OF},{condition}" if condition else _OF
    expr = f"sum by ({by}) (increase({_name(metric)}{{{inside}}}[$__rate_interval]))"
    return Query(expr, " ".join(f"{{{{{label.strip()}}}}}" for label in by.split(",")))


def _quantiles(metric: ours.Metric, by: str, *shares: float) -> tuple[Query, ...]:
    rate = f"rate({_name(metric, '_bucket')}{{{_OF}}}[$__rate_interval])"
    return tuple(
        Query(
            f"histogram_quantile({share}, sum by (le, {by}) ({rate}))",
            f"{{{{{by}}}}} p{share * 100:g}",
        )
        for share in shares
    )


def _latest(metric: ours.Metric, by: str = "") -> Query:
    grouped = f"max by ({by}) " if by else "max"
    return Query(f"{grouped}({_name(metric)}{{{_OF}}})", f"{{{{{by}}}}}" if by else "")


ROWS: Final[tuple[tuple[str, tuple[Panel, ...]], ...]] = (
    (
        "Now",
        (
            Panel(
                "Workers",
                "Workers that answer Prometheus",
                (Query('sum(up{job="phoenix"})'),),
                is_number=True,
            ),
            Panel(
                "Open campaigns",
                "As Temporal counts them",
                (Query(f"sum(max by (state) ({_name(ours.OPEN_CAMPAIGNS)}{{{_OF}}}))"),),
                is_number=True,
            ),
            Panel(
                "Await a review",
                "Campaigns that a person has to decide about",
                (_latest(ours.AWAITING_REVIEW),),
                is_number=True,
            ),
            Panel(
                "Became unknown, 24 h",
                "Publications of which nobody could tell whether they are out",
                (
                    Query(
                        f'sum(increase({_name(ours.PUBLICATIONS)}{{{_OF},status="unknown"}}[24h]))'
                    ),
                ),
                is_number=True,
            ),
            Panel(
                "Stops in force",
                "Emergency stops that nobody has lifted",
                (_latest(ours.STOPS_IN_FORCE),),
                is_number=True,
            ),
            Panel(
                "Suspended decisions, 1 h",
                "Workflow tasks that failed: a campaign is suspended until its worker is mended",
                (
                    Query(
                        "sum(increase(temporal_workflow_task_execution_failed_total"
                        f"{{{_SDK}}}[1h])) or vector(0)"
                    ),
                ),
                is_number=True,
            ),
        ),
    ),
    (
        "Campaigns",
        (
            Panel(
                "Ended, by outcome and reason",
                "How campaigns come to their end",
                (_rise(ours.CAMPAIGNS_ENDED, "outcome, reason"),),
            ),
            Panel(
                "Open, by state",
                "Where campaigns stand that have not ended",
                (_latest(ours.OPEN_CAMPAIGNS, "state"),),
            ),
            Panel(
                "Quality gate",
                "What the gate decided of reports",
                (_rise(ours.GATE_DECISIONS, "decision"),),
            ),
            Panel(
                "Time in a state",
                "Until a campaign left it, waits included",
                _quantiles(ours.STATE_DURATION, "state", 0.5, 0.95),
                "s",
            ),
            Panel(
                "Admitted, and starts that began nothing",
                "New campaigns, and duplicates by what answered them",
                (
                    Query(
                        f"sum(increase({_name(ours.CAMPAIGNS_ADMITTED)}{{{_OF}}}"
                        "[$__rate_interval]))",
                        "admitted",
                    ),
                    _rise(ours.DUPLICATES_SUPPRESSED, "answered_by"),
                ),
            ),
            Panel(
                "Waiting, until it came or was too late",
                "How long campaigns waited for people or time",
                _quantiles(ours.WAIT_DURATION, "wait", 0.5, 0.95),
                "s",
            ),
        ),
    ),
    (
        "Publishing",
        (
            Panel(
                "Publications, by channel and status",
                "What became known of publications",
                (_rise(ours.PUBLICATIONS, "channel, status"),),
            ),
            Panel(
                "Steps, to their end",
                "With all their attempts and the pauses between them",
                _quantiles(ours.STEP_DURATION, "step", 0.95),
                "s",
            ),
            Panel(
                "Attempts that are made again",
                "By step, and by what they are charged to",
                (_rise(ours.STEPS_REPEATED, "step, charge"),),
            ),
            Panel(
                "Waits that began",
                "Of campaigns, for people or time",
                (_rise(ours.WAITS_BEGUN, "wait"),),
            ),
        ),
    ),
    (
        "What it stands on",
        (
            Panel(
                "Ledger",
                "How long one transaction takes, by whether it was answered",
                _quantiles(ours.LEDGER_CALL_DURATION, "answer", 0.5, 0.95),
                "s",
            ),
            Panel(
                "Work waits for a worker",
                "From being scheduled to being taken, by queue; a rate lets a channel's wait",
                (
                    Query(
                        "histogram_quantile(0.95, sum by (task_queue, le) (rate("
                        "temporal_activity_schedule_to_start_latency_seconds_bucket"
                        f"{{{_QUEUES}}}[$__rate_interval])))",
                        "{{task_queue}}: activities p95",
                    ),
                    Query(
                        "histogram_quantile(0.95, sum by (le) (rate("
                        "temporal_workflow_task_schedule_to_start_latency_seconds_bucket"
                        f"{{{_SDK}}}[$__rate_interval])))",
                        "decisions p95",
                    ),
                ),
                "s",
            ),
            Panel(
                "Room in workers",
                "Places that are free, by queue and kind of work",
                (
                    Query(
                        "sum by (task_queue, worker_type) "
                        f"(temporal_worker_task_slots_available{{{_QUEUES}}})",
                        "{{task_queue}}: {{worker_type}}",
                    ),
                ),
            ),
            Panel(
                "Campaigns kept in memory",
                "By worker; what is not kept is replayed when it wakes",
                (Query(f"temporal_sticky_cache_size{{{_SDK}}}", "{{instance}}"),),
            ),
        ),
    ),
)


def build() -> str:
    """Return the dashboard as Grafana imports it."""
    board = (
        dashboard.Dashboard("Phoenix")
        .uid("leadboost-phoenix")
        .description("Campaigns and their workers; docs/observability.md tells what each number is")
        .tags(["phoenix", "temporal"])
        .timezone("utc")
        .time("now-6h", "now")
        .refresh("30s")
        .readonly()
        .with_variable(
            dashboard.DatasourceVariable("source").label("Prometheus").type("prometheus")
        )
        .with_variable(
            dashboard.QueryVariable("namespace")
            .label("Namespace")
            .datasource(_SOURCE)
            .query(f"label_values({_name(ours.CAMPAIGNS_ADMITTED)}, namespace)")
            .refresh(VariableRefresh.ON_DASHBOARD_LOAD)
        )
    )
    for title, panels in ROWS:
        board = board.with_row(dashboard.Row(title))
        wide = _WIDTH // len(panels) if panels[0].is_number else _WIDTH // 2
        for panel in panels:
            board = board.with_panel(_drawn(panel).span(wide))
    model: Model = board.build()
    return JSONEncoder(sort_keys=True, indent=2).encode(model) + "\n"


def _drawn(panel: Panel) -> stat.Panel | timeseries.Panel:
    drawn: stat.Panel | timeseries.Panel
    if panel.is_number:
        drawn = (
            stat.Panel()
            .graph_mode(BigValueGraphMode.NONE)
            .reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
            .height(_HEIGHT // 2)
        )
    else:
        drawn = timeseries.Panel().min(0).fill_opacity(10).height(_HEIGHT)
    drawn = drawn.title(panel.title).description(panel.description).unit(panel.unit)
    drawn = drawn.datasource(_SOURCE).no_value("none")
    for number, query in enumerate(panel.queries):
        asked = prometheus.Dataquery().expr(query.expr).ref_id(chr(ord("A") + number))
        drawn = drawn.with_target(asked.legend_format(query.legend) if query.legend else asked)
    return drawn


def main() -> None:
    """Write the dashboard beside this file."""
    FILE.write_text(build(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
