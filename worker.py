"""The worker's entry point: carries campaigns out until it is told to stop."""

import asyncio
import logging
import sys
from typing import NoReturn

from runtime.process_exit import leave
from runtime.refusals import WrongUse
from runtime.settings import ensure_home, load_settings
from runtime.temporal.worker import run


def main() -> NoReturn:
    """Run a worker process; end with status 0 when told to stop and 2 when it cannot work."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.INFO,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("transitions").setLevel(logging.WARNING)  # it would log again at each replay
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
