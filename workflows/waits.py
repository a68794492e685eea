"""Waiting for people and time, so that everybody can see what for."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import SearchAttributeUpdate

with workflow.unsafe.imports_passed_through():
    from contracts import Wait, WaitingFor
    from workflows.record import Record
    from workflows.visibility import attributes, current_details


class Waits:
    """The only place where a campaign waits for anything but an activity."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._shown: list[SearchAttributeUpdate[Any]] = []
        self._held: list[Wait] = []

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
        self._record.wait = Wait(
            on=WaitingFor.STAGE, why=why or f"the stage {self._record.state} is at work"
        )
        self.show()

    @contextmanager
    def held(self, why: str, until: datetime | None) -> Generator[None]:
        """Say that an emergency stop holds something back, for as long as the block runs."""
        wait = Wait(on=WaitingFor.LIFTING, why=why, until=until)
        self._held.append(wait)
        self._show_held()
        try:
            yield
        finally:
            self._held.remove(wait)
            self._show_held()

    def _show_held(self) -> None:
        if not self._held:
            self.work()
            return
        self._record.wait = self._held[0]
        self.publish_state()

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
        deadline: datetime | None = None if window is None else workflow.now() + window
        self._record.wait = Wait(on=on, why=why, until=deadline)
        self.publish_state()
        try:
            await workflow.wait_condition(
                condition, timeout=window, timeout_summary=f"waits for {on}"
            )
        except TimeoutError:
            return condition()
        finally:
            self._record.wait = None
        return True

    async def unless_paused(self) -> None:
        """Start nothing while the campaign is paused or has been cancelled."""
        while self._record.paused:
            await self.until(
                lambda: not self._record.paused,
                WaitingFor.RESUME,
                "the campaign is paused: no new stage starts until somebody resumes it",
            )
