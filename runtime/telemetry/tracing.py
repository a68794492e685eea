"""Traces by OpenTelemetry, from the command that starts a campaign to the calls of its activities.

They are asked for by OpenTelemetry's own variables, and need the extra `otel`.
"""

# ruff: noqa: PLC0415 - what belongs to an extra is imported once traces are asked for

import os
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from temporalio import client, worker
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities import trace_context
from runtime import process_exit
from runtime.refusals import WrongUse

_ENDPOINTS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_EXPORTER: Final = "OTEL_TRACES_EXPORTER"
_DISABLED: Final = "OTEL_SDK_DISABLED"
"""Where spans are sent, and whether: OpenTelemetry specification, "Environment Variables"."""


def tracing() -> Sequence[client.Interceptor]:
    """Return what a client needs so that it and its workers are traced; nothing if not asked for.

    Raises:
        WrongUse: Traces are asked for, and the extra is not installed.
    """
    asked = next((name for name in _ENDPOINTS if os.environ.get(name)), None)
    is_off = os.environ.get(_DISABLED, "").lower() == "true"
    if asked is None or is_off or os.environ.get(_EXPORTER, "otlp") != "otlp":
        return ()
    try:
        return _opened()
    except ImportError as error:
        raise WrongUse(
            f"{asked} asks for traces, which need the extra otel: install leadboost-phoenix[otel], "
            f"or unset {asked}"
        ) from error


@cache
def _opened() -> Sequence[client.Interceptor]:
    from runtime.telemetry.spans import open_tracing, present_headers

    traced, close = open_tracing()
    process_exit.before_leaving(close)
    return traced, ToldToServices(present_headers)


class ToldToServices(client.Interceptor, worker.Interceptor):
    """Lets an activity's calls to one's own services say which trace they are a part of."""

    def __init__(self, present: Callable[[], Mapping[str, str]]) -> None:
        """Take what gives the present trace's headers."""
        self._present = present

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """See base class."""
        return _Telling(next, self._present)


class _Telling(ActivityInboundInterceptor):
    def __init__(
        self,
        next: ActivityInboundInterceptor,  # noqa: A002 - the SDK's name
        present: Callable[[], Mapping[str, str]],
    ) -> None:
        super().__init__(next)
        self._present = present

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        trace_context.enter(self._present())
        return await self.next.execute_activity(input)
