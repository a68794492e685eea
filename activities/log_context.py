"""What the lines of a log are about: whose campaign, which execution, which step.

An activity says it once; everything that is logged while it runs has it, tasks and threads that it
starts included. A line about a run, of which only the execution is known, has the rest when an
activity of that execution was here before.
"""

from collections import OrderedDict
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from contracts import AdmissionInput, OutcomeInput, StageInput

_MOST: Final = 10_000
"""Executions that are remembered, as a worker keeps campaigns in memory."""


@dataclass(frozen=True)
class LogContext:
    """What a line is about, as far as it is known."""

    execution: UUID | None = None
    tenant: UUID | None = None
    campaign: UUID | None = None
    step: str | None = None


_PRESENT: ContextVar[LogContext | None] = ContextVar("log_context", default=None)
_MET: OrderedDict[UUID, LogContext] = OrderedDict()


def enter(given: Any, activity: str) -> None:
    """Let whatever the running activity logs from now on be about what it was given.

    Args:
        given: Its argument.
        activity: Its type.
    """
    named = given
    if isinstance(given, AdmissionInput):
        named = given.request
    elif isinstance(given, OutcomeInput):
        named = given.payload
    place = given.place if isinstance(given, StageInput) else None
    execution: UUID | None = getattr(named, "execution_id", None)
    known = about(execution)
    context = LogContext(
        execution=execution,
        tenant=getattr(named, "tenant_id", None) or known.tenant,
        campaign=getattr(named, "campaign_id", None) or known.campaign,
        step=activity if place is None else f"{activity} {place}",
    )
    _PRESENT.set(context)
    if execution is not None:
        _MET[execution] = LogContext(execution, context.tenant, context.campaign)
        _MET.move_to_end(execution)
        if len(_MET) > _MOST:
            _MET.popitem(last=False)


def present() -> LogContext:
    """Return what a line is about that is logged now."""
    return _PRESENT.get() or LogContext()


def about(execution: UUID | None) -> LogContext:
    """Return what is known here of an execution."""
    if execution is None:
        return LogContext()
    return _MET.get(execution, LogContext(execution))
