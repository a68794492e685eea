"""The endpoint where Prometheus finds a worker's metrics: the SDK's own and Phoenix's."""

from collections.abc import Mapping
from typing import Final

from temporalio.common import MetricMeter
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

from activities.telemetry import count
from contracts import TASK_QUEUE, WORKFLOW_TYPE
from domain.telemetry import BUCKETS, OF_WORKFLOWS, MetricKind
from runtime.logs import core_logging
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings
from runtime.telemetry.series import series_of

_SERVICE: Final = "phoenix"


def open_runtime(settings: Settings) -> Runtime:
    """Return the SDK's runtime as the settings want it.

    It serves metrics where that was asked for, and logs as the process does. The endpoint is open
    to whoever reaches its address, and goes with the process. Names end as Prometheus wants it, and
    durations are in seconds.

    Raises:
        WrongUse: The address is taken, or not this machine's.
    """
    telemetry = TelemetryConfig(
        logging=core_logging(settings.log_format),
        metrics=_exporter(settings.metrics_address),
        attach_service_name=False,
        global_tags={"service": _SERVICE},
    )
    try:
        return Runtime(telemetry=telemetry)
    except ValueError as error:
        raise WrongUse(
            f"{ENV_PREFIX}METRICS_ADDRESS={settings.metrics_address} cannot be listened on "
            f"({error}); every worker of a machine needs a port of its own"
        ) from error


def _exporter(address: str | None) -> PrometheusConfig | None:
    if address is None:
        return None
    return PrometheusConfig(
        bind_address=address,
        counters_total_suffix=True,
        unit_suffix=True,
        durations_as_seconds=True,
        histogram_bucket_overrides={name: list(bounds) for name, bounds in BUCKETS.items()},
    )


def worker_meter(runtime: Runtime, namespace: str) -> MetricMeter:
    """Return the meter for what a worker tells of the whole of its task queue."""
    return _meter(runtime, namespace, {})


def show_zeros(runtime: Runtime, namespace: str) -> None:
    """Let every counter of campaigns be seen before anything was counted.

    Prometheus sees no rise in a series that begins with its first event, so that the first unknown
    publication of a worker would wake nobody.
    """
    meter = _meter(runtime, namespace, {"workflow_type": WORKFLOW_TYPE})
    for metric in OF_WORKFLOWS:
        if metric.kind is MetricKind.COUNTER:
            for labels in series_of(metric):
                count(meter, metric, 0, **labels)


def _meter(runtime: Runtime, namespace: str, more: Mapping[str, str]) -> MetricMeter:
    return runtime.metric_meter.with_additional_attributes(
        {"namespace": namespace, "task_queue": TASK_QUEUE, **more}
    )
