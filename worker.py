"""The worker's entry point: carries campaigns out until it is told to stop."""

import asyncio
import logging
import sys
from typing import NoReturn

from runtime.home import ensure_home
from runtime.leaving import leave
from runtime.refusals import WrongUse
from runtime.settings import load_settings
from runtime.temporal.worker import run


def log_to_stderr() -> None:
    """Log what Phoenix and Temporal's SDK do, and of everything else what is wrong.

    A library tells of its calls with addresses and values in them, and these may hold secrets.
    """
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    for name in ("phoenix", "temporalio"):
        logging.getLogger(name).setLevel(logging.INFO)


def main() -> NoReturn:
    """Run a worker process; end with status 0 when told to stop and 2 when it cannot work."""
    log_to_stderr()
    status = 0
    try:
        settings = load_settings()
        ensure_home(settings)
        asyncio.run(run(settings))
    except WrongUse as error:
        # A line for the operator; a stack would hide it.
        logging.getLogger("phoenix.worker").error("%s", error)  # noqa: TRY400
        status = error.exit_status
    logging.shutdown()
    leave(status)


if __name__ == "__main__":
    main()
