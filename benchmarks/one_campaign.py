"""What one plain two-channel campaign costs: events, bytes, and time on an idle server.

Run it with `python benchmarks/one_campaign.py [--runs N]`. It uses the embedded server's settings
and, in the same run, the stock settings of the same server, interleaved, with the real stages.
Only ratios of one run mean anything: absolute times depend on the machine's mood.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid5

from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from contracts import (
    TASK_QUEUE,
    WORKFLOW_TYPE,
    CampaignPayload,
    Timing,
    workflow_id,
)
from runtime.embedded.server import SERVER_TUNING, find_program
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.worker import build_worker
from runtime.wiring.composition import configured_stages
from tests.support.builders import EXECUTION, request
from workflows.visibility import SEARCH_ATTRIBUTES

WARM_UP = 3
"""Campaigns before the first that counts: fonts, lexicons and caches are loaded by then, and the
stock server's throttle, which spares the first few, has begun."""


@asynccontextmanager
async def server(home: Path, options: list[str]) -> AsyncGenerator[Client]:
    """Run a server with a worker that has the built-in stages."""
    settings = Settings(home=home)
    async with await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(find_program()),
        dev_server_database_filename=str(home / "temporal.db"),
        dev_server_log_level="error",
        dev_server_extra_args=options,
        search_attributes=SEARCH_ATTRIBUTES,
        plugins=[PhoenixPlugin()],
    ) as env:
        stages = configured_stages(settings)
        async with build_worker(env.client, stages, settings):
            yield env.client
        await stages.close()


async def run_one(client: Client, number: int) -> tuple[float, UUID]:
    """Run one campaign and return its seconds, without the learning window, and its id."""
    execution = uuid5(EXECUTION, str(number))
    window = timedelta(milliseconds=1)
    campaign = request(execution_id=execution, timing=Timing(learning_window=window))
    begin = time.perf_counter()
    await client.execute_workflow(
        WORKFLOW_TYPE,
        campaign,
        id=workflow_id(execution),
        task_queue=TASK_QUEUE,
        result_type=CampaignPayload,
    )
    return time.perf_counter() - begin, execution


async def measure(runs: int) -> dict[str, object]:
    """Measure campaigns on both servers in turn."""
    times: dict[str, list[float]] = {"embedded settings": [], "stock settings": []}
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder) / name for name in ("embedded", "stock")]
        for home in homes:
            home.mkdir()
        async with server(homes[0], [*SERVER_TUNING]) as tuned, server(homes[1], []) as stock:
            for number in range(WARM_UP):
                await run_one(tuned, -1 - number)
                await run_one(stock, -1 - number)
            execution = EXECUTION
            for number in range(runs):
                seconds, execution = await run_one(tuned, number)
                times["embedded settings"].append(seconds)
                seconds, _ = await run_one(stock, number)
                times["stock settings"].append(seconds)
            handle = tuned.get_workflow_handle(workflow_id(execution))
            history = await handle.fetch_history()
    return {
        "runs": runs,
        "events": len(history.events),
        "bytes": sum(event.ByteSize() for event in history.events),
        **{
            f"{name}: median and worst milliseconds": [
                round(statistics.median(values) * 1000),
                round(max(values) * 1000),
            ]
            for name, values in times.items()
        },
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=20)
    print(json.dumps(asyncio.run(measure(parser.parse_args().runs)), indent=2))
