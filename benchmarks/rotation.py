"""A key is replaced and the workers are upgraded while campaigns run: what becomes of them.

Run it with `python -m benchmarks.rotation [--campaigns 100]` from the root. The requests are the
examples with their feeds, stages and settings those of `worker.py`, each worker a process of its
own. With the campaigns under way a second key is added and made current, and both workers are
stopped as a deployment does it, one after the other; those in their place are the next release's.
Told is how the campaigns ended, what is out, and which keys read the histories afterwards.
"""

import argparse
import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from google.protobuf.message import Message
from temporalio.api.common.v1 import Payload
from temporalio.client import Client, WorkflowHistory

from activities.publish.outbox.post import Post
from benchmarks.fairness import end_of, start_all
from benchmarks.starved_worker import ordinary
from contracts import CampaignRequest, read_kept, workflow_id
from runtime.payloads.codec import payload_codec
from runtime.temporal.plugin import PhoenixPlugin
from runtime.wiring.stores import open_stores
from tests.e2e.installation import Installation, Process
from tests.support.eventually import eventually
from tests.support.paths import ROOT
from tests.support.payload_keys import write_keys
from tests.support.releases.next_release import make_next_release

LONGEST: Final = 900.0
"""Seconds after which campaigns count as hanging."""
_FIRST, _SECOND = b"1" * 32, b"2" * 32
_STRANGERS: Final = b"3" * 32


def payloads_in(message: Message) -> Iterator[Payload]:
    """Return every payload of a message, wherever it stands."""
    if isinstance(message, Payload):
        yield message
        return
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            each = value.values() if isinstance(next(iter(value.values())), Message) else ()
        else:
            each = value if field.is_repeated else (value,)
        for one in each:
            yield from payloads_in(one)


def keys_in(histories: Sequence[WorkflowHistory]) -> Counter[str]:
    """Return how many payloads are under which key, or say what they are instead."""
    return Counter(
        payload.metadata.get("encryption-key-id", payload.metadata.get("encoding", b"")).decode()
        for history in histories
        for event in history.events
        for payload in payloads_in(event)
    )


async def finished(client: Client, count: int) -> None:
    """Wait until so many campaigns have ended."""
    await eventually(
        partial(client.count_workflows, "ExecutionStatus != 'Running'"),
        lambda seen: seen.count >= count,
        within=LONGEST,
    )


async def replaced(installation: Installation, worker: Process, release: Path) -> None:
    """Stop a worker as a deployment does, and start one of another release."""
    worker.send_signal(signal.SIGTERM)
    await asyncio.to_thread(worker.wait, 60)
    await asyncio.to_thread(installation.start_worker, release=release)


def replayed(folder: Path, keys: Path) -> dict[str, int]:
    """Return what `starter.py replay` says of the histories with these keys."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "starter.py"), "replay", str(folder), "--json"],
        env={**os.environ, "PHOENIX_PAYLOAD_KEYS": str(keys)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    told = json.loads(done.stdout)
    each = told.get("histories", [])
    same = sum(one["is_same"] for one in each)
    return {"status": done.returncode, "played the same": same, "not": len(each) - same}


async def measure(folder: Path, count: int) -> dict[str, Any]:
    """Let campaigns run through a rotation and an upgrade, and look at what is left."""
    keys = write_keys(folder / "keys.toml", "first", first=_FIRST)
    os.environ["PHOENIX_PAYLOAD_KEYS"] = str(keys)
    next_release = make_next_release(folder / "next", writes=True)
    told: dict[str, Any] = {"campaigns": count}
    with Installation(folder) as installation:
        await asyncio.to_thread(installation.start_server)
        workers = [await asyncio.to_thread(installation.start_worker) for _ in range(2)]
        client = await Client.connect(
            installation.address, plugins=[PhoenixPlugin(codec=payload_codec(keys))]
        )
        prepared = [ordinary(number) for number in range(count)]
        requests = [one.request for one in prepared]
        stores = open_stores(installation.settings.artifacts)
        for one in prepared:
            await one.store(stores)
        begin = time.perf_counter()
        await start_all(client, requests)
        await finished(client, count // 10)
        write_keys(keys, "first", first=_FIRST, second=_SECOND)
        await finished(client, count // 5)
        write_keys(keys, "second", first=_FIRST, second=_SECOND)
        await finished(client, count // 4)
        for worker in workers:
            await replaced(installation, worker, next_release)
        told["ended when the new workers served"] = (
            await client.count_workflows("ExecutionStatus != 'Running'")
        ).count
        await asyncio.gather(*(end_of(client, one) for one in requests))
        told["seconds until all have ended well"] = round(time.perf_counter() - begin, 1)
        told["places with so many posts"] = _posts(installation, requests)
        told |= await _readable(client, folder, requests)
        told["the requests' words in the database"] = _found(installation, requests)
    return told


def _posts(installation: Installation, requests: Sequence[CampaignRequest]) -> Counter[str]:
    """Return how often so many posts are out at a place that a request names."""
    records = installation.settings.outbox.glob("**/post.json")
    posts = [read_kept(Post, record.read_bytes()) for record in records]
    out = Counter((post.execution_id, post.channel, post.placement) for post in posts)
    places = [
        (str(one.execution_id), each.channel, each.placement)
        for one in requests
        for each in one.channels
    ]
    return Counter(str(out.pop(place, 0)) for place in places) + Counter({"nobody's": len(out)})


async def _readable(
    client: Client, folder: Path, requests: Sequence[CampaignRequest]
) -> dict[str, Any]:
    kept = folder / "histories"
    kept.mkdir()
    histories: list[WorkflowHistory] = []
    for request in requests:
        name = workflow_id(request.execution_id)
        histories.append(await client.get_workflow_handle(name).fetch_history())
        (kept / f"{name}.json").write_text(histories[-1].to_json(), encoding="utf-8")
    sets = {
        "both keys": write_keys(folder / "both.toml", "second", first=_FIRST, second=_SECOND),
        "the second alone": write_keys(folder / "second.toml", "second", second=_SECOND),
        "a stranger's": write_keys(
            folder / "other.toml", "second", first=_STRANGERS, second=_STRANGERS
        ),
    }
    read = {name: await asyncio.to_thread(replayed, kept, each) for name, each in sets.items()}
    return {"payloads": keys_in(histories), "histories with": read}


def _found(installation: Installation, requests: Sequence[CampaignRequest]) -> int:
    files = [each for each in installation.settings.home.glob("server/*") if each.is_file()]
    data = b"".join(each.read_bytes() for each in files)
    words = {one.core_message for one in requests}
    return sum(data.count(word.encode()) for word in words)


def main() -> None:
    """Run so many campaigns as were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--campaigns", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(measure(Path(folder), options.campaigns)), indent=2))


if __name__ == "__main__":
    main()
