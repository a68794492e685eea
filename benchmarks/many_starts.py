"""One execution started a thousand times at once, by several processes: what happens, how fast.

Run it with `python -m benchmarks.many_starts [--processes 8] [--each 125]`. Without `--address`
it uses the Temporal that the starter would use, and starts the embedded one if need be. Every
start goes through `runtime.campaigns.client`, as the starter's do: while the campaign runs, after
its end, after Temporal has forgotten it, and with another request under the same execution id.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError

from activities.ledger.database import Database
from activities.ledger.tables import EXECUTIONS
from contracts import Budget, CampaignRequest, CancelMessage, workflow_id
from runtime.campaigns.client import Campaigns
from runtime.refusals import NotCarriedOut
from runtime.session import open_session
from runtime.settings import load_settings
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.target import read_target
from tests.support.builders import request

ROOT = Path(__file__).parents[1]


async def start_often(address: str, campaign: CampaignRequest, times: int) -> dict[str, Any]:
    """Start a campaign many times at once, and say what each start was told."""
    client = await Client.connect(address, plugins=[PhoenixPlugin()])
    campaigns = Campaigns(client)
    told: dict[str, Any] = {"started": 0, "duplicates": 0, "failed": [], "ms": []}

    async def one(number: int) -> None:
        begin = time.perf_counter()
        try:
            answer = await campaigns.start(campaign, f"starter {os.getpid()}-{number}")
        except NotCarriedOut as refusal:
            told["failed"].append(str(refusal))
        else:
            told["duplicates" if answer.duplicate else "started"] += 1
        told["ms"].append((time.perf_counter() - begin) * 1000)

    await asyncio.gather(*map(one, range(times)))
    return told


def by_processes(
    address: str, campaign: CampaignRequest, processes: int, each: int
) -> dict[str, Any]:
    """Let several processes start the campaign at the same time, and add up what they say."""
    command = [sys.executable, "-m", "benchmarks.many_starts", "--address", address]
    command += ["--each", str(each), "--request", campaign.model_dump_json()]
    begin = time.perf_counter()
    starters = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(processes)
    ]
    told = [json.loads(starter.communicate(timeout=300)[0]) for starter in starters]
    seconds = time.perf_counter() - begin
    times = sorted(value for one in told for value in one["ms"])
    return {
        "started": sum(one["started"] for one in told),
        "duplicates": sum(one["duplicates"] for one in told),
        "failed": [message for one in told for message in one["failed"]],
        "seconds with the start of the processes": round(seconds, 1),
        "median and worst milliseconds": [round(statistics.median(times)), round(times[-1])],
    }


async def measure(address: str, processes: int, each: int) -> dict[str, Any]:
    """Start one campaign again and again, and look at what came of it."""
    client = await Client.connect(address, plugins=[PhoenixPlugin()])
    campaigns = Campaigns(client)
    campaign = request(execution_id=uuid4())
    execution = campaign.execution_id
    running = await asyncio.to_thread(by_processes, address, campaign, processes, each)
    query = f'WorkflowId="{workflow_id(execution)}"'
    runs = [run.run_id async for run in client.list_workflows(query)]
    await campaigns.send(execution, CancelMessage(by="benchmark"))
    payload = await campaigns.result(execution)
    ended = await asyncio.to_thread(by_processes, address, campaign, processes, each)
    counted = await counted_in_ledger(execution)
    await forget(client, execution)
    forgotten = await asyncio.to_thread(by_processes, address, campaign, processes, each)
    again = [run.run_id async for run in client.list_workflows(query)]
    answer = await campaigns.result(execution)
    other = campaign.model_copy(update={"budget": Budget(total=1.0)})
    refused = await asyncio.to_thread(by_processes, address, other, 1, 1)
    return {
        "starts": processes * each,
        "while it runs": running,
        "runs that Temporal knows": len(runs),
        "payload.duplicates_suppressed": payload.duplicates_suppressed,
        "after its end": ended,
        "counted in the ledger": counted,
        "after Temporal has forgotten it": forgotten,
        "runs then, each without an effect": len(again),
        "its answer": answer.execution_log[-1].action,
        "counted in the ledger in all": await counted_in_ledger(execution),
        "another request": refused,
    }


async def counted_in_ledger(execution: UUID) -> int:
    """Return how many duplicates are counted once no more are added for three seconds.

    A caller waits for its own count for a few seconds only; Temporal keeps the order.
    """
    database = Database(load_settings().ledger_url)
    query = select(EXECUTIONS.c.duplicates).where(EXECUTIONS.c.execution_id == str(execution))
    counted, quiet = 0, 0
    while quiet < 3:
        found = await database.transact(lambda connection: connection.execute(query).scalar())
        quiet = quiet + 1 if found == counted else 0
        counted = found or 0
        await asyncio.sleep(1)
    await database.close()
    return counted


async def forget(client: Client, execution: UUID) -> None:
    """Delete a run from Temporal, as its retention does, and return when it is gone."""
    one = WorkflowExecution(workflow_id=workflow_id(execution))
    await client.workflow_service.delete_workflow_execution(
        DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=one)
    )
    with suppress(RPCError):
        while True:
            await client.get_workflow_handle(workflow_id(execution)).describe()
            await asyncio.sleep(0.1)


async def main(options: argparse.Namespace) -> dict[str, Any]:
    """Do one process's part, or the whole."""
    if options.request is not None:
        campaign = CampaignRequest.model_validate_json(options.request)
        return await start_often(options.address, campaign, options.each)
    if options.address is None:
        await open_session(lambda line: print(line, file=sys.stderr))
        options.address = read_target(load_settings()).address
    return await measure(options.address, options.processes, options.each)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address")
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--each", type=int, default=125)
    parser.add_argument("--request", help=argparse.SUPPRESS)
    print(json.dumps(asyncio.run(main(parser.parse_args())), indent=2))
    sys.stdout.flush()
    os._exit(0)  # the SDK's threads can abort the interpreter while it shuts down on Python 3.11
