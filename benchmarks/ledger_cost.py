"""What the ledger costs a campaign whose stages take no time of their own.

Run it with `python -m benchmarks.ledger_cost [--runs N]`. Two workers on one server, interleaved:
one with the ledger in SQLite, one whose ledger is forgetful and takes no time. The server has the
embedded one's settings. Only the ratio means anything.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid5

from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from activities.ledger import SqlLedger
from contracts import WORKFLOW_TYPE, CampaignPayload, Timing, workflow_id
from runtime.embedded.server import SERVER_TUNING, find_program
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import EXECUTION, request
from tests.support.worlds.campaigns import World
from workflows.visibility import SEARCH_ATTRIBUTES

WARM_UP = 5


async def run_one(client: Client, queue: str, number: int) -> float:
    """Run one campaign and return its seconds."""
    execution = uuid5(EXECUTION, f"{queue}:{number}")
    window = timedelta(milliseconds=1)
    begin = time.perf_counter()
    await client.execute_workflow(
        WORKFLOW_TYPE,
        request(execution_id=execution, timing=Timing(learning_window=window)),
        id=workflow_id(execution),
        task_queue=queue,
        result_type=CampaignPayload,
    )
    return time.perf_counter() - begin


async def measure(runs: int) -> dict[str, object]:
    """Measure campaigns with and without a ledger in turn."""
    times: dict[str, list[float]] = {"with": [], "without": []}
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        async with await WorkflowEnvironment.start_local(
            dev_server_existing_path=str(find_program()),
            dev_server_database_filename=str(home / "temporal.db"),
            dev_server_log_level="error",
            dev_server_extra_args=[*SERVER_TUNING],
            search_attributes=SEARCH_ATTRIBUTES,
            plugins=[PhoenixPlugin()],
        ) as env:
            ledger = SqlLedger(f"sqlite:///{home / 'ledger.db'}")
            plain, kept = World(env), World(env)
            with_ledger = replace(kept.stages(), ledger=ledger)
            async with (
                plain.worker(queue="without"),
                kept.worker(with_ledger, queue="with"),
            ):
                for number in range(-WARM_UP, runs):
                    for queue, seconds in times.items():
                        took = await run_one(env.client, queue, number)
                        if number >= 0:
                            seconds.append(took)
            await ledger.close()
    medians = {queue: statistics.median(seconds) * 1000 for queue, seconds in times.items()}
    return {
        "runs": runs,
        "median milliseconds with the ledger": round(medians["with"]),
        "median milliseconds without": round(medians["without"]),
        "cost": f"{medians['with'] / medians['without'] - 1:.1%}",
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=40)
    print(json.dumps(asyncio.run(measure(parser.parse_args().runs)), indent=2))
