"""The connection to Temporal: as the SDK's own settings say, or else to the embedded server."""

import asyncio
import os
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.converter import PayloadCodec
from temporalio.envconfig import ClientConfigProfile, ClientConfigTLS, ClientConnectConfig
from temporalio.runtime import Runtime
from temporalio.service import RPCError, RPCStatusCode

from activities.named_paths import named
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
from runtime.temporal.quoting import without_values
from runtime.temporal.secrecy import own_variables, told
from runtime.temporal.tls import refuse_unusable_tls

CONNECT_TIMEOUT: Final = timedelta(seconds=5)
_PREPARES: Final = Pauses(first=0.25, longest=0.25, within=15.0)
"""While an embedded server that listens already makes its namespace and search attributes."""
_COMES_UP: Final = Pauses(first=1.0, longest=10.0)
"""While a worker waits for Temporal, which may take as long as it takes."""
_ADDRESS: Final = re.compile(r"[^\s/@]+:[0-9]{1,5}")
_DENIED: Final = frozenset({RPCStatusCode.PERMISSION_DENIED, RPCStatusCode.UNAUTHENTICATED})


class NotReachable(WrongUse):
    """Temporal does not answer, or not yet."""


@dataclass(frozen=True)
class Target:
    """Which Temporal is meant, and who said so."""

    address: str
    namespace: str
    origin: str
    """Where the address was read, in words."""
    is_embedded: bool
    connect_config: ClientConnectConfig
    tls: ClientConfigTLS | None = None
    """How the connection is to be encrypted, as the settings name it."""


def read_target(settings: Settings) -> Target:
    """Read the SDK's settings (`TEMPORAL_*` and profiles) and say which Temporal they mean.

    Raises:
        WrongUse: They are contradictory or cannot be read.
    """
    file = os.environ.get("TEMPORAL_CONFIG_FILE")
    if file and not Path(file).is_file():
        raise WrongUse(f"TEMPORAL_CONFIG_FILE names {named(Path(file))}, which is not there")
    try:
        profile = ClientConfigProfile.load(
            config_file_strict=True, override_env_vars=own_variables()
        )
        config = profile.to_client_connect_config()
    except (RuntimeError, ValueError, KeyError, OSError) as error:
        raise WrongUse(
            f"the Temporal settings cannot be read (TEMPORAL_* variables, {_config_file()}): "
            f"{without_values(str(error))}"
        ) from None  # the cause quotes what may be a secret
    namespace = config.get("namespace") or embedded.NAMESPACE
    address = config.get("target_host")
    if address and not _ADDRESS.fullmatch(address):  # it is not repeated: it may hold a password
        raise WrongUse(
            f"the address of Temporal (from {_origin()}) must be host:port, such as "
            "127.0.0.1:7233, without scheme, user or password"
        )
    if address:
        return Target(
            address,
            namespace,
            _origin(),
            is_embedded=False,
            connect_config=config,
            tls=profile.tls,
        )
    if set(config) - {"namespace"} or namespace != embedded.NAMESPACE:
        given = ", ".join(sorted(name for name in config if config.get(name)))
        raise WrongUse(
            f"the Temporal settings give {given} but no address; set TEMPORAL_ADDRESS to the "
            "server that is meant, or unset them to use the embedded server"
        )
    own = embedded.address(settings)
    config["target_host"] = own
    return Target(own, namespace, "the embedded server", is_embedded=True, connect_config=config)


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
                **target.connect_config,
                plugins=[PhoenixPlugin(codec=codec)],
                interceptors=tracing(),
                identity=identity,
                connect_timeout=CONNECT_TIMEOUT,
                runtime=runtime,
            )
            await _check_namespace(client, target)
    except (RuntimeError, TimeoutError, ValueError) as error:
        raise NotReachable(
            f"Temporal does not answer at {target.address} (from {target.origin}): "
            f"{told(_first_line(error))}; start it there, set TEMPORAL_ADDRESS to where it runs, "
            "or unset it to use the embedded server"
        ) from error
    return client


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
            raise WrongUse(
                f"Temporal at {target.address} (from {target.origin}) does not let this client in "
                f"({told(error.message)}); check TEMPORAL_API_KEY, TEMPORAL_TLS and the namespace"
            ) from error
        raise NotReachable(
            f"Temporal at {target.address} (from {target.origin}) does not answer: "
            f"{told(error.message)}"
        ) from error


def _origin() -> str:
    if os.environ.get("TEMPORAL_ADDRESS"):
        return "TEMPORAL_ADDRESS"
    profile = os.environ.get("TEMPORAL_PROFILE") or "default"
    return f"profile {repeated(profile)!r} in {_config_file()}"


def _config_file() -> str:
    default = Path("~/.config/temporalio/temporal.toml")
    return os.environ.get("TEMPORAL_CONFIG_FILE") or str(default)


def _first_line(error: BaseException) -> str:
    text = (str(error) or "no answer in time").splitlines()[0]
    told = re.search(r'message: "([^"]+)"', text)  # the innermost of the bridge's nested errors
    return (told.group(1) if told else text)[:300]
