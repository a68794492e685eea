"""What Phoenix counts and times of its own work: one record for each metric.

Rule 1: every label takes few values, all known beforehand. A campaign, an execution, a tenant or
a text is never one: each would be a series for ever, and some of them are private.
Rule 2: what is counted is counted at least once. A workflow task that is thrown away because
something came in between counts again; a replay never does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from contracts import (
    CampaignState,
    Charge,
    FailureReason,
    GateOutcome,
    PublicationStatus,
    WaitingFor,
)


class MetricKind(StrEnum):
    """How a metric is read, in Prometheus's words."""

    COUNTER = "counter"
    HISTOGRAM = "histogram"
    """Durations in seconds."""
    GAUGE = "gauge"


_SUFFIXES: Final = MappingProxyType(
    {MetricKind.COUNTER: "_total", MetricKind.HISTOGRAM: "_seconds", MetricKind.GAUGE: ""}
)
"""What the SDK's exporter appends to a name, as it is set up."""


@dataclass(frozen=True)
class Label:
    """What tells the series of a metric apart."""

    name: str
    values: tuple[str, ...] | None
    """All that it can be; `None` for the channels, which are data that no workflow reads."""


@dataclass(frozen=True)
class Metric:
    """One number that a worker gives, or one for each combination of labels."""

    name: str
    kind: MetricKind
    help: str
    labels: tuple[Label, ...] = ()
    buckets: tuple[float, ...] = ()
    """Upper bounds of a histogram's buckets, in seconds."""

    @property
    def exported(self) -> str:
        """The name under which Prometheus has it."""
        return self.name + _SUFFIXES[self.kind]


ENDED_DONE: Final = "done"
ENDED_FAILED: Final = "failed"
ENDED_CANCELLED: Final = "cancelled"
NO_REASON: Final = "none"
GIVEN: Final = "given"
UNAVAILABLE: Final = "unavailable"
UNUSABLE: Final = "unusable"
BY_OPEN_RUN: Final = "open_run"
BY_CLOSED_RUN: Final = "closed_run"
BY_LEDGER: Final = "ledger"
IN_TIME: Final = "in_time"
TOO_LATE: Final = "too_late"

_FOR_WORK: Final = frozenset({WaitingFor.STAGE, WaitingFor.ATTEMPT})


_STATE: Final = Label("state", tuple(CampaignState))
_OUTCOME: Final = Label("outcome", (ENDED_DONE, ENDED_FAILED, ENDED_CANCELLED))
_STEP: Final = Label(
    "step",
    (
        "admit_campaign",
        "keep_outcome",
        "conclude_campaign",
        "read_trust",
        "scan_radar",
        "compose_strategy",
        "foresee_content",
        "produce_content",
        "audit_quality",
        "publish_channel",
        "settle_channel",
        "learn_results",
    ),
)
_WAIT: Final = Label("wait", tuple(each for each in WaitingFor if each not in _FOR_WORK))

_WORK: Final = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200)
_LIFE: Final = (1, 5, 15, 60, 300, 900, 3600, 4 * 3600, 86_400, 3 * 86_400, 7 * 86_400, 30 * 86_400)
_CALL: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

CAMPAIGNS_ADMITTED: Final = Metric(
    "phoenix_campaigns_admitted",
    MetricKind.COUNTER,
    "Campaigns that were let in, before their first stage",
)
CAMPAIGNS_ENDED: Final = Metric(
    "phoenix_campaigns_ended",
    MetricKind.COUNTER,
    "Campaigns that came to their end, by how and why; those answered from the ledger are none",
    (_OUTCOME, Label("reason", (NO_REASON, *FailureReason))),
)
STATE_DURATION: Final = Metric(
    "phoenix_state_duration",
    MetricKind.HISTOGRAM,
    "How long a campaign was in a state when it left it, waits included",
    (_STATE,),
    _LIFE,
)
STEP_DURATION: Final = Metric(
    "phoenix_step_duration",
    MetricKind.HISTOGRAM,
    "How long a step took to its end, with all its attempts and the pauses between them",
    (_STEP, _OUTCOME),
    _WORK,
)
STEPS_REPEATED: Final = Metric(
    "phoenix_steps_repeated",
    MetricKind.COUNTER,
    "Attempts that came to nothing and are made again, by what they are charged to",
    (_STEP, Label("charge", tuple(Charge))),
)
GATE_DECISIONS: Final = Metric(
    "phoenix_gate_decisions",
    MetricKind.COUNTER,
    "What the quality gate decided of a report",
    (Label("decision", tuple(GateOutcome)),),
)
PUBLICATIONS: Final = Metric(
    "phoenix_publications",
    MetricKind.COUNTER,
    "What became known of a publication; unknown ones need a person",
    (Label("channel", None), Label("status", tuple(PublicationStatus))),
)
WAITS_BEGUN: Final = Metric(
    "phoenix_waits_begun",
    MetricKind.COUNTER,
    "Waits of campaigns for people or time that have begun",
    (_WAIT,),
)
WAIT_DURATION: Final = Metric(
    "phoenix_wait_duration",
    MetricKind.HISTOGRAM,
    "How long campaigns waited for people or time; cancelled waits are none",
    (_WAIT, Label("ended", (IN_TIME, TOO_LATE))),
    _LIFE,
)
DUPLICATES_SUPPRESSED: Final = Metric(
    "phoenix_duplicates_suppressed",
    MetricKind.COUNTER,
    "Starts that began nothing new, by what answered them",
    (Label("answered_by", (BY_OPEN_RUN, BY_CLOSED_RUN, BY_LEDGER)),),
)
LEDGER_CALL_DURATION: Final = Metric(
    "phoenix_ledger_call_duration",
    MetricKind.HISTOGRAM,
    "How long the ledger took for one transaction of an activity, waits for a connection included",
    (Label("answer", (GIVEN, UNAVAILABLE, UNUSABLE)),),
    _CALL,
)
OPEN_CAMPAIGNS: Final = Metric(
    "phoenix_open_campaigns",
    MetricKind.GAUGE,
    "Campaigns that have not ended, as Temporal counts them for every worker alike",
    (_STATE,),
)
AWAITING_REVIEW: Final = Metric(
    "phoenix_awaiting_review",
    MetricKind.GAUGE,
    "Campaigns that wait for a reviewer, as Temporal counts them for every worker alike",
)
STOPS_IN_FORCE: Final = Metric(
    "phoenix_stops_in_force",
    MetricKind.GAUGE,
    "Emergency stops that nobody has lifted, as the ledger has them",
)

OF_WORKFLOWS: Final = (
    CAMPAIGNS_ADMITTED,
    CAMPAIGNS_ENDED,
    STATE_DURATION,
    STEP_DURATION,
    STEPS_REPEATED,
    GATE_DECISIONS,
    PUBLICATIONS,
    WAITS_BEGUN,
    WAIT_DURATION,
    DUPLICATES_SUPPRESSED,
)
"""What a campaign's workflow tells."""
OF_ACTIVITIES: Final = (LEDGER_CALL_DURATION,)
"""What activities tell; those that count starts tell `DUPLICATES_SUPPRESSED`, too."""
OF_WORKERS: Final = (OPEN_CAMPAIGNS, AWAITING_REVIEW, STOPS_IN_FORCE)
"""What each worker asks for and tells again and again."""
METRICS: Final = OF_WORKFLOWS + OF_ACTIVITIES + OF_WORKERS

BUCKETS: Final[Mapping[str, tuple[float, ...]]] = MappingProxyType(
    {metric.name: metric.buckets for metric in METRICS if metric.buckets}
)
"""Upper bounds of each histogram's buckets, in seconds."""
