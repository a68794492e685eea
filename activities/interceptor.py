"""What holds for every activity, in one place: heartbeats, classes of errors, counted attempts."""

import asyncio
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from contracts import CampaignError, StageResult

_BEATS = 3
"""Heartbeats in one heartbeat timeout: two may be late before a worker counts as dead."""


class StageInterceptor(Interceptor):
    """Gives every activity of a worker the same manners."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """See base class."""
        return _StageInbound(next)


class _StageInbound(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        """Run one activity.

        Its heartbeats say that the worker lives, so a killed one is noticed early. Its errors
        carry the class of failure, the attempt and whether it is certain that nothing was sent.
        Its result tells how many attempts it took.
        """
        attempt = activity.info().attempt
        pulse = asyncio.ensure_future(_beat())
        try:
            result = await self.next.execute_activity(input)
        except CampaignError as error:
            raise ApplicationError(
                str(error),
                {"attempt": attempt, "nothing_sent": error.nothing_sent},
                type=error.reason.value,
                non_retryable=error.final,
            ) from error
        finally:
            pulse.cancel()
        if isinstance(result, StageResult):
            return result.model_copy(update={"attempt": attempt})
        return result


async def _beat() -> None:
    timeout = activity.info().heartbeat_timeout
    while timeout is not None:
        activity.heartbeat()
        await asyncio.sleep(timeout.total_seconds() / _BEATS)
