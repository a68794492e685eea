"""What holds for every activity, in one place: held steps, heartbeats, classes of errors."""

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final, TypeVar, get_type_hints

from temporalio import activity
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from activities import log_context
from activities.authorization import check_caller
from activities.concurrent_steps import ConcurrentSteps
from activities.ports import Claim, Claimed, Finished, StepLedger, StepStatus, Taken
from activities.promises import note_promise
from activities.reported import told
from activities.retrying import Pauses, retry
from activities.steps import HeldStep, hold, uncut
from contracts import (
    CampaignError,
    Infrastructure,
    SettleInput,
    StageInput,
    StageResult,
    StepLost,
    WorkerStopped,
    as_prose,
    read_kept,
)
from domain.orders import order_digest

T = TypeVar("T")

log = logging.getLogger("phoenix.steps")

_BEATS: Final = 3
"""Heartbeats in one heartbeat timeout: two may be late before a worker counts as dead."""
_LEASE: Final = 1.2
"""A step's lease as a multiple of the heartbeat timeout: Temporal gives up on a silent worker
first, so the attempt that follows finds the step free, or nearly so."""
_LEDGER_SHARE: Final = 0.6
"""Share of an attempt's time for which a ledger that does not answer is waited for."""
_LEDGER_PAUSES: Final = Pauses(first=0.2, longest=5.0)
"""Between two questions to a ledger that does not answer."""
_HOLDER_PAUSES: Final = Pauses(first=0.05, longest=0.5)
"""Between two questions for a step that another holds."""


class StageInterceptor(Interceptor):
    """Gives every activity of a worker heartbeats and classified errors, and each stage its step.

    The step is the stage's place in the ledger.
    """

    def __init__(self, steps: StepLedger, holder: str) -> None:
        self._steps = steps
        self._holder = holder
        self._concurrent = ConcurrentSteps()

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's name
        """See base class."""
        return _StageInbound(next, self._steps, self._holder, self._concurrent)


class _StageInbound(ActivityInboundInterceptor):
    def __init__(
        self,
        next: ActivityInboundInterceptor,  # noqa: A002 - the SDK's name
        steps: StepLedger,
        holder: str,
        concurrent: ConcurrentSteps,
    ) -> None:
        super().__init__(next)
        self._steps = steps
        self._holder = holder
        self._concurrent = concurrent

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        """Run one activity.

        Its heartbeats say that the worker lives, so a killed one is noticed early. A stage runs
        while this attempt holds its step in the ledger, and a step that is done is not run
        again: its result is returned. Errors carry the class of failure, and what the attempt is
        charged to.
        """
        given = input.args[0] if input.args else None
        log_context.enter(given, activity.info().activity_type)
        heartbeats = _Heartbeats()
        beating = asyncio.ensure_future(heartbeats.beat())
        try:
            if not isinstance(given, StageInput):
                return await self.next.execute_activity(input)
            check_caller(given.execution_id)
            with self._concurrent.at_work() as others:
                result = await self._stage(input, given, heartbeats)
            await others.finished()
        except asyncio.CancelledError:
            details = activity.cancellation_details()
            if details is None or not details.worker_shutdown:
                raise
            stopped = WorkerStopped("The worker was stopped before it had finished.")
            raise told(stopped, begun=heartbeats.holds) from None
        except CampaignError as error:
            # Temporal's history would tell its cause in that one's words, which may have a secret.
            error.__cause__ = None
            raise told(error, begun=heartbeats.holds) from error
        finally:
            beating.cancel()
        return result

    async def _stage(
        self,
        input: ExecuteActivityInput,  # noqa: A002 - the SDK's name
        given: StageInput,
        heartbeats: "_Heartbeats",
    ) -> StageResult:
        claimed = await self._claim(given, heartbeats)
        if isinstance(claimed, Finished):
            contract: type[StageResult] = get_type_hints(input.fn)["return"]
            return read_kept(contract, claimed.result or "")
        claim = claimed.claim
        hold(HeldStep(self._steps, claimed))
        note_promise(given.pending)
        heartbeats.holds = True
        try:
            async with self._renewing(claim):
                result: StageResult = await self.next.execute_activity(input)
        except BaseException:  # a cancellation, too, lets go of the step; whatever it is goes on
            await uncut(self._let_go(claim))
            raise
        status = StepStatus.DONE if result.is_settled else StepStatus.UNKNOWN
        text = result.model_dump_json()
        await uncut(_answered(lambda: self._steps.finish(claim, status, text), heartbeats))
        return result

    async def _claim(self, given: StageInput, heartbeats: "_Heartbeats") -> Claimed | Finished:
        said = None if isinstance(given, SettleInput) else order_digest(given)

        async def ask() -> Claimed | Taken | Finished:
            return await self._steps.claim(
                given.step_key,
                given.revision,
                input_sha256=said,
                holder=self._holder,
                lease=_lease(),
                ledger=given.ledger,
            )

        pauses = iter(_HOLDER_PAUSES)
        while isinstance(answer := await _answered(ask, heartbeats), Taken):
            heartbeats.says = as_prose(f"{answer.holder} has the step {given.step_key}")
            await asyncio.sleep(next(pauses))
        heartbeats.says = None
        return answer

    @asynccontextmanager
    async def _renewing(self, claim: Claim) -> AsyncGenerator[None]:
        """Keep the step while the block runs, and stop the block when the step is lost."""
        worker = asyncio.current_task()
        renewing = asyncio.ensure_future(self._renew(claim))
        renewing.add_done_callback(
            lambda task: None if task.cancelled() or worker is None else worker.cancel()
        )
        try:
            yield
        except asyncio.CancelledError:
            if not renewing.done() or worker is None:
                raise
            worker.uncancel()
            raise StepLost(f"Another worker has taken {claim.step_key} over.") from None
        finally:
            renewing.cancel()
            # A renewal that came after the release would hold up whoever comes next.
            await uncut(asyncio.wait([renewing]))

    async def _renew(self, claim: Claim) -> None:
        """Renew the lease until it is lost."""
        lease = _lease()
        while True:
            await asyncio.sleep(lease.total_seconds() / _BEATS)
            try:
                await self._steps.renew(claim, lease)
            except StepLost:
                return
            except CampaignError as error:
                log.warning("a lease could not be renewed: %s", error)

    async def _let_go(self, claim: Claim) -> None:
        # Whoever comes next waits for the lease instead; what failed is told, not this.
        with suppress(StepLost, Infrastructure):
            await self._steps.release(claim)


class _Heartbeats:
    """Heartbeats of one activity, and what they say to who looks at it in Temporal."""

    def __init__(self) -> None:
        self.says: str | None = None
        self.holds = False
        """Whether this attempt has held its step, and so may have worked on it."""

    async def beat(self) -> None:
        timeout = activity.info().heartbeat_timeout
        while timeout is not None:
            activity.heartbeat(*([self.says] if self.says else []))
            await asyncio.sleep(timeout.total_seconds() / _BEATS)


async def _answered(call: Callable[[], Awaitable[T]], heartbeats: _Heartbeats) -> T:
    """Ask the ledger until it answers, or until most of the attempt's time is over.

    Raises:
        Infrastructure: The ledger did not answer in all that time.
    """
    limit = (activity.info().start_to_close_timeout or timedelta()) * _LEDGER_SHARE

    def tell(error: Infrastructure, _: float) -> None:
        if heartbeats.says is None:
            log.warning("waits for the ledger: %s", error)
        heartbeats.says = as_prose(str(error))

    pauses = replace(_LEDGER_PAUSES, within=limit.total_seconds())
    try:
        answer = await retry(call, Infrastructure, pauses, tell)
    except Infrastructure as error:
        raise Infrastructure(f"The ledger does not answer: {error}") from error
    heartbeats.says = None
    return answer


def _lease() -> timedelta:
    info = activity.info()
    return _LEASE * (info.heartbeat_timeout or info.start_to_close_timeout or timedelta(minutes=1))
