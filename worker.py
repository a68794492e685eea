"""The worker's entry point: carries campaigns out until it is told to stop."""

import argparse
import asyncio
import logging
import sys
from pathlib import Path
from typing import NoReturn

# Python's safe path leaves this folder out, in which our own packages lie in a checkout. At the end
# of the path, nothing in it takes the place of a library.
if sys.flags.safe_path:
    sys.path.append(str(Path(__file__).resolve().parent))

from runtime.home import ensure_home
from runtime.logs import log_to_stderr
from runtime.process_exit import leave
from runtime.refusals import WrongUse
from runtime.settings import load_settings
from runtime.temporal.roles import EVERYTHING, FORMS
from runtime.temporal.worker import run
from runtime.typed import without_typed


class _Parser(argparse.ArgumentParser):
    """What was typed, which the log of a worker is not told whole."""

    def error(self, message: str) -> NoReturn:
        """See base class."""
        super().error(without_typed(message, sys.argv[1:]))


def main() -> NoReturn:
    """Run a worker process; end with status 0 when told to stop and 2 when it cannot work."""
    parser = _Parser(prog="worker.py", description=__doc__)
    parser.add_argument("--role", default=EVERYTHING, help=f"what it does: {FORMS}")
    role: str = parser.parse_args().role
    log_to_stderr()
    status = 0
    try:
        settings = load_settings()
        log_to_stderr(settings.log_format)
        ensure_home(settings)
        asyncio.run(run(settings, role))
    except WrongUse as error:
        # A line for the operator; a stack would hide it.
        logging.getLogger("phoenix.worker").error("%s", error)  # noqa: TRY400
        status = error.exit_status
    logging.shutdown()
    leave(status)


if __name__ == "__main__":
    main()
