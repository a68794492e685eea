"""How long a campaign stands still when its only worker is killed and replaced at once.

Run it with `python -m benchmarks.recovery [--kills N]`. Campaigns run one after the other with one
worker, which is killed with SIGKILL while it publishes. Counted from the kill to the end of the
campaign; a campaign that nobody hits takes well under a second.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
from pathlib import Path

from tests.chaos.checker import judge, total
from tests.chaos.evidence import Evidence
from tests.chaos.run import Plan, run
from tests.chaos.trials import Hit, Point, Trial

POINTS = (Point.CLAIMED, Point.BEFORE_CALL, Point.AFTER_CALL, Point.WRITTEN)


async def measure(kills: int) -> dict[str, object]:
    """Kill a worker so often and return the seconds that it took to recover."""
    planned = [
        Trial(
            number,
            f"00000000-0000-4000-8000-{number:012}",
            ("keyed", "queryable")[number // len(POINTS) % 2],
            POINTS[number % len(POINTS)],
            Hit.KILL,
            (),
        )
        for number in range(kills)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        await run(Plan(planned, workers=1, in_flight=1), folder)
        evidence = Evidence.read(folder)
        seconds = {
            one.execution_id: evidence.outcomes["ended"][one.execution_id]
            - (folder / "hits" / f"{one.execution_id}.hit").stat().st_mtime
            for one in planned
        }
    by_point = {
        point.value: round(
            statistics.median(seconds[one.execution_id] for one in planned if one.point == point),
            2,
        )
        for point in POINTS
    }
    spread = sorted(seconds.values())
    return {
        "kills": kills,
        "good": total(judge(evidence)).is_good,
        "median seconds": round(statistics.median(spread), 2),
        "95th percentile": round(statistics.quantiles(spread, n=20)[-1], 2),
        "worst": round(spread[-1], 2),
        "median by instant": by_point,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=40)
    print(json.dumps(asyncio.run(measure(parser.parse_args().kills)), indent=2))
