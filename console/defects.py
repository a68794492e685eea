"""A defect of Phoenix's own as an operator meets it: one line, and a log with the details."""

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from console.work import FAILED
from contracts import as_prose
from runtime.bounded_log import bound
from runtime.home import ensure_home, open_private
from runtime.refusals import Refusal
from runtime.settings import load_settings
from runtime.typed import without_typed

LOG: Final = "starter.log"


def tell(error: Exception, *, as_json: bool = False) -> None:
    """Tell of a defect in one line, and keep its details where a log can be kept.

    Args:
        error: The defect.
        as_json: Whether a program reads, which is answered as when a command is refused.
    """
    if os.environ.get("PHOENIX_DEBUG") == "1":
        traceback.print_exception(error)
        said = line(error, None)
    else:
        said = _told(error)
    if as_json:
        answer = Refusal(message=as_prose(said), exit_status=FAILED)
        with suppress(OSError):
            sys.stdout.write(f"{answer.model_dump_json(ensure_ascii=True)}\n")
            sys.stdout.flush()


def _told(error: Exception) -> str:
    log: Path | None = None
    with suppress(Exception):  # the settings may be what is broken
        settings = load_settings()
        ensure_home(settings)
        log = keep(error, settings.logs, datetime.now(UTC), sys.argv[1:])
    said = line(error, log)
    with suppress(OSError):
        sys.stderr.write(f"{said}\n")
    return said


def keep(error: Exception, folder: Path, at: datetime, typed: Sequence[str] = ()) -> Path:
    """Add a defect's stack to the log in a folder, and return the log.

    Args:
        error: The defect.
        folder: Where the log is.
        at: When it was met.
        typed: What was typed: what may be a secret of it is not kept.

    Raises:
        OSError: The log cannot be written.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    log = folder / LOG
    bound(log)
    stack = without_typed("".join(traceback.format_exception(error)), typed)
    text = f"{at.isoformat()} unexpected\n{stack}\n"
    with open_private(log, "ab") as file:
        file.write(text.encode("utf-8", "backslashreplace"))
    return log


def line(error: Exception, log: Path | None) -> str:
    """Return the one line that tells of a defect and where its details are."""
    text = f"{type(error).__name__}: {error}"
    what = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    where = f"details in {log}" if log is not None else "PHOENIX_DEBUG=1 shows details"
    return f"unexpected: {what}; {where}"
