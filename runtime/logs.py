"""What a process that goes on tells of its work: lines on stderr, for people or for programs."""

import json
import logging
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from temporalio import activity, workflow
from temporalio.runtime import LogForwardingConfig, LoggingConfig, TelemetryFilter

from activities import log_context
from activities.log_context import LogContext
from contracts import WORKFLOW_ID_PREFIX
from runtime.settings import LogFormat
from runtime.temporal.secrecy import told

_SDK: Final = "temporalio"
_OURS: Final = ("phoenix", _SDK)
_CORE: Final = f"{_SDK}.core"


def log_to_stderr(form: LogFormat = LogFormat.TEXT) -> None:
    """Log what Phoenix and Temporal's SDK do, and of everything else what is wrong.

    A library tells of its calls with addresses and values in them, and these may hold secrets.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, force=True)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    is_json = form is LogFormat.JSON
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines() if is_json else TextLines())
    # What it says of a run or an activity stands in fields of its own.
    workflow.logger.workflow_info_on_message = not is_json
    activity.logger.activity_info_on_message = not is_json


def core_logging(form: LogFormat) -> LoggingConfig:
    """Return how the SDK's core logs, which otherwise writes lines of its own to stdout.

    It repeats whatever a server answers, and a server may repeat what it was told.
    """
    return LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(
            logging.getLogger(_CORE),
            append_target_to_name=False,
            prepend_target_on_message=False,
            append_log_fields_to_message=form is LogFormat.TEXT,
        ),
    )


def _told(record: logging.LogRecord, text: str) -> str:
    """Return what is logged without what only Temporal's server has been told."""
    return told(text) if record.name.partition(".")[0] == _SDK else text


class TextLines(logging.Formatter):
    """Writes a record as a line for people, with the stack of its error below."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """See base class."""
        return _told(record, super().format(record))


class JsonLines(logging.Formatter):
    """Writes a record as one line of JSON.

    What a record is about is told as far as it is known: by the activity that logs, or else by the
    workflow that the SDK names.
    """

    def format(self, record: logging.LogRecord) -> str:
        """See base class."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _told(record, record.getMessage()),
            **_about(record),
        }
        if record.exc_info:
            line["error"] = _told(record, self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def _about(record: logging.LogRecord) -> dict[str, str]:
    named = dict(_named(record))
    context = log_context.present()
    if context == LogContext():
        context = log_context.about(_execution(named.get("workflow_id", "")))
    known = {name: str(value) for name, value in vars(context).items() if value is not None}
    told = {name: named[name] for name in ("workflow_run_id", "run_id", "attempt") if name in named}
    return known | told


def _named(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    """Yield what the SDK says of the run or the activity that a record is about."""
    core = getattr(getattr(record, "temporal_log", None), "fields", {})
    of_run = getattr(record, "temporal_workflow", {})
    of_activity = getattr(record, "temporal_activity", {})
    for said in (core, of_run, of_activity):
        for name, value in said.items():
            yield name, str(value)


def _execution(workflow_id: str) -> UUID | None:
    if not workflow_id.startswith(WORKFLOW_ID_PREFIX):
        return None
    try:
        return UUID(workflow_id.removeprefix(WORKFLOW_ID_PREFIX))
    except ValueError:
        return None
