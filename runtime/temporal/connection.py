"""The connection to Temporal, or to the embedded server, which is started for it."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from typing import Final

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.converter import PayloadCodec
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode

from activities.retrying import Pause, Pauses, retry
from contracts.repeating import repeated
from runtime.embedded import server as embedded
from runtime.embedded.ui import refuse_taken_ui_port
from runtime.payloads.codec import payload_codec
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.telemetry.tracing import tracing
from runtime.temporal import attributes
from runtime.temporal.plugin import PhoenixPlugin
from runtime.temporal.secrecy import told
from runtime.temporal.speaking import Peer
from runtime.temporal.target import Target, read_target
from runtime.temporal.tls import refuse_unusable_tls

CONNECT_TIMEOUT: Final = timedelta(seconds=5)
_PREPARES: Final = Pauses(first=0.25, longest=0.25, within=15.0)
"""While an embedded server that listens already makes its namespace and search attributes."""
_COMES_UP: Final = Pauses(first=1.0, longest=10.0)
"""While a worker waits for Temporal, which may take as long as it takes."""
_LET_IN_BY_NOBODY: Final = re.compile(r"\b(code|status): (Unauthenticated|PermissionDenied)\b")
"""How the SDK says of its first call that the server refuses who calls."""
_DENIED: Final = frozenset({RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED})


class NotReachable(WrongUse):
    """Temporal does not answer, or not yet."""


async def connect(
    settings: Settings, say: Say, identity: str | None = None, runtime: Runtime | None = None
) -> Client:
    """Return a client of the Temporal that is meant; start the embedded server if it is that one.

    Raises:
        NotReachable: Nothing answers there within seconds, or the namespace does not exist.
        WrongUse: The settings do not allow a connection.
    """
    target, codec = read_target(settings), payload_codec(settings.payload_keys)
    if not target.is_embedded:
        return await _open(target, codec, identity, runtime)
    refuse_taken_ui_port(settings)
    await embedded.ensure_server(settings, say)

    async def prepared() -> Client:
        client = await _open(target, codec, identity, runtime)
        if await attributes.missing(client):
            raise NotReachable(f"Temporal at {target.address} prepares its search attributes yet")
        return client

    try:
        return await retry(prepared, (NotReachable, RPCError), _PREPARES)
    except (NotReachable, RPCError):
        client = await _open(target, codec, identity, runtime)
        await attributes.ensure(client)
        return client


async def connect_when_up(
    settings: Settings,
    say: Say,
    identity: str | None = None,
    runtime: Runtime | None = None,
    pause: Pause = asyncio.sleep,
) -> Client:
    """Return a client as soon as Temporal answers, saying meanwhile what is waited for.

    Raises:
        WrongUse: The settings do not allow a connection, now or later.
    """

    def tell(error: NotReachable, seconds: float) -> None:
        say(f"waiting for Temporal, next try in {seconds:g} s: {error}")

    return await retry(
        lambda: connect(settings, say, identity, runtime),
        NotReachable,
        _COMES_UP,
        tell,
        pause=pause,
    )


async def join(settings: Settings, identity: str) -> Client:
    """Return a client of the Temporal that is meant, and start nothing for it.

    Raises:
        NotReachable: Nothing answers there within seconds, or the namespace does not exist.
        WrongUse: The settings do not allow a connection.
    """
    return await _open(read_target(settings), payload_codec(settings.payload_keys), identity)


async def _open(
    target: Target,
    codec: PayloadCodec | None,
    identity: str | None,
    runtime: Runtime | None = None,
) -> Client:
    refuse_unusable_tls(target.tls)
    try:
        async with asyncio.timeout(CONNECT_TIMEOUT.total_seconds() + 1):
            client = await Client.connect(
                **target.connecting(),
                plugins=[PhoenixPlugin(codec=codec)],
                interceptors=tracing(),
                identity=identity,
                connect_timeout=CONNECT_TIMEOUT,
                runtime=runtime,
            )
            await _check_namespace(client, target)
    except (RuntimeError, TimeoutError, ValueError) as error:
        raise await _why_not_open(target, error) from error
    return client


async def _why_not_open(target: Target, error: Exception) -> WrongUse:
    if _LET_IN_BY_NOBODY.search(str(error)):
        return _not_let_in(target, _first_line(error))
    if not target.is_embedded:
        named = f"Temporal at {target.address} (from {target.origin})"
        peer = Peer(target.address, target.connecting().get("tls"), _pair_in_files(target))
        if (why := await peer.why_set_wrongly()) is not None:
            return WrongUse(f"{named} {why}")
        if (why := await peer.why_not_trusted()) is not None:
            return NotReachable(f"{named} {why}")
        if (why := await peer.why_left()) is not None:
            return NotReachable(f"{named} {why}")
    return NotReachable(
        f"Temporal does not answer at {target.address} (from {target.origin}): "
        f"{told(_first_line(error))}; start it there, set TEMPORAL_ADDRESS to where it runs, "
        "or unset it to use the embedded server"
    )


def _pair_in_files(target: Target) -> tuple[Path, Path] | None:
    if target.tls is None:
        return None
    match target.tls.client_cert, target.tls.client_private_key:
        case Path() as certificate, Path() as key:
            return certificate, key
        case _:
            return None


def _not_let_in(target: Target, why: str) -> WrongUse:
    return WrongUse(
        f"Temporal at {target.address} (from {target.origin}) does not let this client in "
        f"({told(why)}); check TEMPORAL_API_KEY, TEMPORAL_TLS and the namespace"
    )


async def _check_namespace(client: Client, target: Target) -> None:
    try:
        await client.workflow_service.describe_namespace(
            DescribeNamespaceRequest(namespace=target.namespace),
            timeout=CONNECT_TIMEOUT,
        )
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise NotReachable(
                f"Temporal at {target.address} (from {target.origin}) has no namespace "
                f"{repeated(target.namespace)!r}; create it, or set TEMPORAL_NAMESPACE to one that "
                "exists"
            ) from error
        if error.status in _DENIED:
            raise _not_let_in(target, error.message) from error
        raise NotReachable(
            f"Temporal at {target.address} (from {target.origin}) does not answer: "
            f"{told(error.message)}"
        ) from error


def _first_line(error: BaseException) -> str:
    text = (str(error) or "no answer in time").splitlines()[0]
    told = re.search(r'message: "([^"]+)"', text)  # the innermost of the bridge's nested errors
    return (told.group(1) if told else text)[:300]
