"""Whether Temporal is there, knows the search attributes, and has workers that ask for work."""

import time
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from temporalio.api.workflowservice.v1 import (
    DescribeNamespaceRequest,
    GetSystemInfoRequest,
)
from temporalio.client import Client

from contracts import as_prose
from runtime.campaigns.reading import why_past_unread, why_unread
from runtime.doctor.limits import examine_limits
from runtime.doctor.replies import Finding, Health
from runtime.doctor.standstill import examine_standstill
from runtime.doctor.workers import examine_workers
from runtime.embedded.server import server_daemon
from runtime.embedded.worker import worker_daemon
from runtime.installation.ledgers import asking, by_ledger, short, why_apart
from runtime.ledger.opening import glance
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.temporal import attributes
from runtime.temporal.connection import join
from runtime.temporal.plugin import client_identity
from runtime.temporal.target import Target, read_target

_ANSWER: Final = timedelta(seconds=5)
_SHORTEST_RETENTION: Final = timedelta(days=1)
"""With less, a campaign that has ended is soon shown by the ledger alone."""


async def examine_temporal(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the Temporal that is meant. The embedded one is not started for it.

    Raises:
        WrongUse: It is not reached, or a tenant's policy cannot be used.
    """
    target = read_target(settings)
    if target.is_embedded and not server_daemon(settings).is_running():
        yield Finding(
            part="temporal",
            health=Health.DOUBTFUL,
            says=f"the embedded server, which is meant, does not run at {target.address}",
            to_do="starter.py up starts it, as every command does that needs it",
        )
        return
    began = time.monotonic()
    client = await join(settings, client_identity(settings.identity))
    yield await _server(client, target, time.monotonic() - began)
    yield await _namespace(client)
    searchable = await _search_attributes(client)
    yield searchable
    yield await _legible(client)
    async for finding in examine_workers(client):
        yield finding
    yield await examine_standstill(client)
    yield await _ledgers(client, settings)
    if target.is_embedded:
        yield _embedded_worker(settings)
    if searchable.health is Health.WELL:  # open campaigns are counted by them
        async for finding in examine_limits(client, settings):
            yield finding


async def _server(client: Client, target: Target, seconds: float) -> Finding:
    info = await client.workflow_service.get_system_info(GetSystemInfoRequest(), timeout=_ANSWER)
    return Finding(
        part="temporal",
        health=Health.WELL,
        says=as_prose(
            f"server {info.server_version} at {target.address} (from {target.origin}), "
            f"reached in {1000 * seconds:.0f} ms"
        ),
    )


async def _namespace(client: Client) -> Finding:
    described = await client.workflow_service.describe_namespace(
        DescribeNamespaceRequest(namespace=client.namespace), timeout=_ANSWER
    )
    keeps = described.config.workflow_execution_retention_ttl.ToTimedelta()
    is_short = keeps < _SHORTEST_RETENTION
    return Finding(
        part="namespace",
        health=Health.DOUBTFUL if is_short else Health.WELL,
        says=as_prose(
            f"{client.namespace} keeps campaigns that have ended for "
            f"{keeps / timedelta(hours=1):g} hours"
        ),
        to_do="keep them for a day or longer: afterwards the ledger alone knows how one ended"
        if is_short
        else None,
    )


async def _search_attributes(client: Client) -> Finding:
    part = "search attributes"
    try:
        absent = await attributes.missing(client)
    except WrongUse as error:
        return Finding(part=part, health=Health.FAULTY, says=as_prose(str(error)))
    if absent:
        return Finding(
            part=part,
            health=Health.FAULTY,
            says=f"{', '.join(absent)} {'is' if len(absent) == 1 else 'are'} missing, so that "
            "campaigns cannot be found",
            to_do=as_prose(attributes.how_to_get(client.namespace, absent)),
        )
    return Finding(part=part, health=Health.WELL, says="all of them have their types")


async def _legible(client: Client) -> Finding:
    """Say whether workers with the keys that are set here could read what is there."""
    part = "payloads"
    to_do = "add the key to the file of PHOENIX_PAYLOAD_KEYS that commands and workers have"
    if (why := await why_unread(client)) is not None:
        return Finding(part=part, health=Health.FAULTY, says=as_prose(why), to_do=to_do)
    if (why := await why_past_unread(client)) is not None:
        return Finding(part=part, health=Health.DOUBTFUL, says=as_prose(why), to_do=to_do)
    says = "what Temporal keeps can be read with the keys that are set here"
    return Finding(part=part, health=Health.WELL, says=says)


async def _ledgers(client: Client, settings: Settings) -> Finding:
    """Say whether all workers have one ledger, and whether it is the one that is set here."""
    part = "workers' ledger"
    found = dict(by_ledger(await asking(client)))
    if len(found) < 1:
        return Finding(part=part, health=Health.WELL, says="no worker has said which it has")
    if (own := await _own_ledger(settings)) is not None:
        found.setdefault(own, []).append("this command")
    if len(found) > 1:
        return Finding(part=part, health=Health.FAULTY, says=as_prose(why_apart(found)))
    (ledger, whose), *_ = found.items()
    says = f"all that ask for work have the ledger {ledger} ({', '.join(whose)})"
    return Finding(part=part, health=Health.WELL, says=says)


async def _own_ledger(settings: Settings) -> str | None:
    try:
        identity = await glance(settings, lambda ledger: ledger.identity())
    except WrongUse:
        return None  # the ledger's own part says what is wrong
    return None if identity is None else short(identity)


def _embedded_worker(settings: Settings) -> Finding:
    daemon = worker_daemon(settings)
    if daemon.is_running():
        return Finding(
            part="embedded worker", health=Health.WELL, says=f"runs, and logs to {daemon.log}"
        )
    return Finding(
        part="embedded worker",
        health=Health.DOUBTFUL,
        says="does not run",
        to_do="starter.py up starts it, as every command does that needs it",
    )
