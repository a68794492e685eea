"""Where the embedded server listens with what no browser is to reach.

The development server guards neither its Web UI nor its metrics: they answer whatever name a
browser knows them by, so a page whose own name begins to mean this machine could read them and act
through them (DNS rebinding). No browser connects to the ports below, whatever page asks for it.
"""

import asyncio
import secrets
import socket
from dataclasses import dataclass
from typing import Final, Self

HOST: Final = "127.0.0.1"

BLOCKED_BY_BROWSERS: Final = (
    *(10080, 6697, 6669, 6668, 6667, 6666, 6665, 6566, 5061, 5060, 4045, 3659, 1723, 1720, 1719),
)
"""Of the "bad ports" those that need no privilege, without X11's and NFS's (WHATWG Fetch,
section 2.9, "Port blocking", https://fetch.spec.whatwg.org/#port-blocking), and without 4190 and
6679, to which Chromium connects all the same (156, tried)."""

_ANY: Final = 0
"""The port by which a listener asks the system for a free one."""


@dataclass(frozen=True)
class HiddenPorts:
    """Where the server's own Web UI and its metrics are."""

    ui_host: str
    ui_port: int
    metrics_port: int
    """On `HOST`."""

    @classmethod
    def choose(cls) -> Self:
        """Return ports that are free at the moment, and blocked by browsers if any of these is."""
        host = _own_host()
        ui_port = _blocked_port(host)
        return cls(host, ui_port or _any_port(host), _blocked_port(HOST, but=ui_port))

    @property
    def ui(self) -> str:
        """Where the server's own Web UI is, as `host:port`."""
        return f"{self.ui_host}:{self.ui_port}"

    def are_free(self) -> bool:
        """Tell whether a server could listen there."""
        return is_free(self.ui_host, self.ui_port) and is_free(HOST, self.metrics_port)


def nobodys_name() -> str:
    """Return a host name that nobody has and nobody can get (RFC 6761, section 6.4)."""
    return f"{secrets.token_hex(16)}.invalid"


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen there."""
    return why_taken(host, port) is None


def why_taken(host: str, port: int) -> str | None:
    """Return in the system's words why a server could not listen there, or `None` if it could."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or str(error)
    return None


async def listens(port: int) -> bool:
    """Tell whether somebody listens at a port of `HOST`."""
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


def _own_host() -> str:
    """Return an address of this machine that hardly anybody else uses.

    On Linux all of 127.0.0.0/8 is this machine, elsewhere as a rule 127.0.0.1 alone.
    """
    host = ".".join(["127", *(str(secrets.randbelow(254) + 1) for _ in range(3))])
    return host if is_free(host, _ANY) else HOST


def _blocked_port(host: str, but: int = _ANY) -> int:
    """Return a free port that browsers block, or `_ANY` when there is none."""
    ports = [port for port in BLOCKED_BY_BROWSERS if port != but]
    secrets.SystemRandom().shuffle(ports)  # servers that start at once seldom want the same
    return next((port for port in ports if is_free(host, port)), _ANY)


def _any_port(host: str) -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((host, _ANY))
        port: int = probe.getsockname()[1]
        return port
