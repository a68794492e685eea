"""What a process that goes on tells of its work: lines on stderr."""

import logging
import sys


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
