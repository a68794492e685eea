"""What commands count of themselves for those who watch many: each is over before it is asked."""

import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Final

from console.app import COMMANDS
from console.work import DONE, FAILED, INTERRUPTED, MISUSED
from contracts import utc_now
from domain.telemetry import Label, Metric, MetricKind
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, load_settings
from runtime.telemetry.textfile import Measured, NotOurs, add

NO_COMMAND: Final = "none"
"""What is counted as its command where none was named: help, or a name that there is not."""

_COMMAND: Final = Label("command", (*COMMANDS, NO_COMMAND))
_STATUS: Final = Label(
    "exit_status", tuple(str(status) for status in (DONE, FAILED, MISUSED, INTERRUPTED))
)

COMMANDS_ENDED: Final = Metric(
    "phoenix_commands_ended",
    MetricKind.COUNTER,
    "Commands that have ended, by their exit status",
    (_COMMAND, _STATUS),
)
COMMAND_DURATION: Final = Metric(
    "phoenix_command_duration",
    MetricKind.HISTOGRAM,
    "How long a command took, with everything that it waited for",
    (_COMMAND,),
    (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200),
)
LAST_ENDED: Final = Metric(
    "phoenix_command_last_ended_timestamp_seconds",
    MetricKind.GAUGE,
    "When a command last ended so, in seconds since 1970",
    (_COMMAND, _STATUS),
)
OF_COMMANDS: Final = (COMMANDS_ENDED, COMMAND_DURATION, LAST_ENDED)


def note_end(arguments: Sequence[str], status: int, seconds: float) -> None:
    """Count a command that has ended in the file that is set for it; say so if that cannot be done.

    The command has done its work: nothing here changes how it ends.

    Args:
        arguments: What was typed.
        status: How it ended.
        seconds: How long it took.
    """
    why = _why_not_noted(arguments, status, seconds)
    if why is not None:
        with suppress(OSError):  # who reads may have left
            sys.stderr.write(f"note: the command was not counted: {why}\n")


def _why_not_noted(arguments: Sequence[str], status: int, seconds: float) -> str | None:
    try:
        file = load_settings().command_metrics
    except WrongUse as error:
        return None if status == MISUSED else str(error)  # it may have been told already
    if file is None:
        return None
    command = {"command": _command_in(arguments)}
    ended = {**command, "exit_status": str(status)}
    measured = (
        Measured(COMMANDS_ENDED, ended),
        Measured(COMMAND_DURATION, command, seconds),
        Measured(LAST_ENDED, ended, utc_now().timestamp()),
    )
    try:
        add(file, OF_COMMANDS, measured)
    except NotOurs:
        return f"{file} holds something else: {ENV_PREFIX}COMMAND_METRICS needs a file of its own"
    except OSError as error:
        return f"{file}: {error.strerror or error}"
    return None


def _command_in(arguments: Sequence[str]) -> str:
    named = (" ".join(arguments[:words]) for words in (2, 1))
    return next((name for name in named if name in COMMANDS), NO_COMMAND)
