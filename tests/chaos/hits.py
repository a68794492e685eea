"""The instants around ledger and channel at which a worker may be hit, once per execution."""

import asyncio
import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from tests.chaos.evidence import channel_in, execution_of
from tests.chaos.trials import Hit, Point

_SIGNALS: Final = {
    Hit.KILL: signal.SIGKILL,
    Hit.FREEZE: signal.SIGSTOP,
    Hit.STOP: signal.SIGTERM,
}


@dataclass(frozen=True)
class Hits:
    """Where workers are hit, once per execution.

    Beside an execution's plan there is `.begun` once its publication has; `.hit`, with the process
    id of the worker that is hit; `.overtaken` once somebody else has come to the same instant, or
    the execution has ended; and `.over` once a worker that froze there has done whatever it still
    did. A worker that was told to stop says so in `.leaving`, under its process id.
    """

    folder: Path

    def at(self, point: Point, step_key: str) -> None:
        """Hit this process if it is planned for this publication and point and not done yet."""
        if ":step:PUBLISH" not in step_key:
            return
        plan = self.folder / execution_of(step_key)
        if not plan.exists():
            return
        if point is Point.BEFORE_CLAIM:
            plan.with_suffix(".begun").touch()
        if _read(plan)["channel"] == channel_in(step_key):
            self._hit(point, plan)

    def at_admission(self, point: Point, execution_id: UUID) -> None:
        """Hit this process if it is planned for this admission and point and not done yet."""
        plan = self.folder / str(execution_id)
        if plan.exists():
            self._hit(point, plan)

    def slips(self, step_key: str) -> bool:
        """Return whether what is made first in this execution is to have a fault."""
        plan = self.folder / execution_of(step_key)
        return plan.exists() and _read(plan)["slips"]

    def _hit(self, point: Point, plan: Path) -> None:
        planned = _read(plan)
        if planned["point"] != point:
            return
        try:
            with plan.with_suffix(".hit").open("x") as mark:
                mark.write(str(os.getpid()))
        except FileExistsError:
            plan.with_suffix(".overtaken").touch()
            return
        os.kill(os.getpid(), _SIGNALS[planned["hit"]])
        task = asyncio.current_task()
        if task is None:
            plan.with_suffix(".over").touch()
        else:
            task.add_done_callback(lambda _: plan.with_suffix(".over").touch())

    def leave(self) -> None:
        """Say that this worker was told to stop."""
        self._leaving(os.getpid()).touch()

    def is_leaving(self, worker: int) -> bool:
        """Return whether a worker was told to stop, and another one is to take its place."""
        return self._leaving(worker).exists()

    def forget(self, worker: int) -> None:
        """Let another worker have the process id of one that has ended."""
        self._leaving(worker).unlink(missing_ok=True)

    def _leaving(self, worker: int) -> Path:
        return self.folder / f"{worker}.leaving"

    def is_overtaken(self, worker: int) -> bool:
        """Return whether others have come to each instant at which a worker was hit."""
        marks = [mark for mark in self.folder.glob("*.hit") if mark.read_text() == str(worker)]
        return all(mark.with_suffix(".overtaken").exists() for mark in marks)


def _read(plan: Path) -> dict[str, Any]:
    planned: dict[str, Any] = json.loads(plan.read_text())
    return planned
