"""Waiting for people and time, so that everybody can see what for."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, Final

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate

with workflow.unsafe.imports_passed_through():
    from contracts import Wait, WaitingFor, as_prose
    from workflows.continuation import continuation_of
    from workflows.record import Record
    from workflows.visibility import attributes, current_details


_AT_ONCE: Final = timedelta(milliseconds=1)
"""What is left of a wait whose time is over: a timer takes nothing shorter."""


def _history_is_long() -> bool:
    """Tell whether to go on in a new run, which a message that is being judged would not reach."""
    return workflow.info().is_continue_as_new_suggested() and workflow.all_handlers_finished()


class Waits:
    """The only place where a campaign waits for anything but an activity."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._shown: list[SearchAttributeUpdate[Any]] = []
        self._pauses: dict[str, tuple[datetime, Wait]] = {}
        self._at_work: Wait | None = None

    def show(self) -> None:
        """Bring the details that the Web UI shows up to date. It costs no event."""
        workflow.set_current_details(current_details(self._record.request, self._record.status()))

    def publish_state(self) -> None:
        """Bring the search attributes up to date, in one command, and only if one changed."""
        current = attributes(self._record.request, self._record.status())
        if current != self._shown:
            workflow.upsert_search_attributes(current)
            self._shown = current
        self.show()

    def work(self, why: str | None = None) -> None:
        """Say that a stage is at work, or what else is waited for that nobody has to do."""
        self._record.wait = self._at_work = Wait(
            on=WaitingFor.STAGE, why=why or f"the stage {self._record.state} is at work"
        )
        self.show()

    def pause(self, step: str, plan: str, why: str, pause: timedelta) -> None:
        """Say that a step is tried again after a pause.

        Args:
            step: Its name.
            plan: How often it is tried.
            why: What became of the last attempt.
            pause: Until the next one.
        """
        until = self._record.moment + pause
        shown = as_prose(f"{step}, {plan}: {why}")
        self._pauses[step] = (until, Wait(on=WaitingFor.ATTEMPT, why=shown, until=until))
        self._show_pause()

    def go_on(self, step: str) -> None:
        """Say that a step is at work again, or that another one is still paused."""
        del self._pauses[step]
        self._show_pause()

    def _show_pause(self) -> None:
        pauses = sorted(self._pauses.values(), key=itemgetter(0))
        self._record.wait = pauses[0][1] if pauses else self._at_work
        if pauses:
            self.publish_state()  # a pause may last for days, and lists show what is published
        else:
            self.show()

    async def until(
        self,
        condition: Callable[[], bool],
        on: WaitingFor,
        why: str,
        window: timedelta | None = None,
    ) -> bool:
        """Wait for a condition, for as long as the window is open.

        Returns:
            Whether the condition holds. It may hold although the time is up.
        """
        if condition():
            return True
        record = self._record
        begun = record.moment
        record.measures.wait_begun(on)
        deadline = self._deadline(on, window)
        record.wait = Wait(on=on, why=why, until=deadline)
        self.publish_state()
        try:
            with suppress(TimeoutError):
                await workflow.wait_condition(
                    lambda: condition() or _history_is_long(),
                    timeout=None if deadline is None else max(deadline - record.moment, _AT_ONCE),
                    timeout_summary=f"waits for {on}",
                )
        finally:
            record.wait = None
        record.look_at_clock()
        spent = record.moment - begun
        if condition():
            record.measures.waited(on, spent, in_time=True)
            return True
        if _history_is_long() and (deadline is None or record.moment < deadline):
            workflow.continue_as_new(args=[record.request, continuation_of(record)])
        record.measures.waited(on, spent, in_time=False)
        return False

    def _deadline(self, on: WaitingFor, window: timedelta | None) -> datetime | None:
        """Return when a wait ends, whichever run it began in."""
        if window is None:
            return None
        return self._record.deadlines.setdefault(on, self._record.moment + window)

    async def unless_paused(self) -> None:
        """Start nothing while the campaign is paused or has been cancelled."""
        while self._record.paused:
            await self.until(
                lambda: not self._record.paused,
                WaitingFor.RESUME,
                "the campaign is paused: no new stage starts until somebody resumes it",
            )
