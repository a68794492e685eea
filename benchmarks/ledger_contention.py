"""Several processes that all want to do the same steps: how often each is done, and how fast.

Run it with `python -m benchmarks.ledger_contention [--processes 6] [--keys 200]`. It measures an
SQLite file and a PostgreSQL server on this machine, both of which synchronise every commit.
"""

import argparse
import asyncio
import sys
import tempfile
from pathlib import Path

from activities.ledger.upkeep import migrate
from tests.support.ledger_processes import contend
from tests.support.postgres import postgres_server

COLUMNS = ("database", "effects", "twice", "seconds", "steps/s", "claims", "median ms", "95 % ms")


def measure(name: str, url: str, processes: int, keys: int) -> bool:
    """Print one row of the table; tell whether every step was done once."""
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / "book"
        came = contend(url, book, processes=processes, keys=keys)
    twice = len(came.effects) - len(set(came.effects))
    row = (
        name,
        str(len(came.effects)),
        str(twice),
        f"{came.seconds:.2f}",
        f"{keys / came.seconds:.0f}",
        str(len(came.claims)),
        f"{came.median:.1f}",
        f"{came.slow:.1f}",
    )
    print("".join(value.rjust(12) for value in row))
    return len(came.effects) == len(set(came.effects)) == keys


def main() -> bool:
    """Measure both databases; tell whether every step was done once in both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=6)
    parser.add_argument("--keys", type=int, default=200)
    given = parser.parse_args()
    print("".join(column.rjust(12) for column in COLUMNS))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/ledger.db"
        is_right = measure("SQLite", url, given.processes, given.keys)
    with postgres_server() as server:
        url = server.new_url("contention")
        asyncio.run(migrate(url))
        return measure("PostgreSQL", url, given.processes, given.keys) and is_right


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
