"""What is spoken where Temporal is meant to be, when a client of the SDK does not get through.

Its errors are those of its transport, in other words with every version. So the server itself is
asked, and what it has not shown is not said of it.
"""

import asyncio
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from temporalio.service import TLSConfig

_WITHIN: Final = 2.0
"""Seconds for each question: whoever listens answers at once."""
_UNASKED: Final = 0.5
"""Seconds in which a server says by itself what it has to say."""
_FRAME_HEAD: Final = 9
_KIND: Final = 3
"""Where the kind of a frame stands in its head (RFC 9113, section 4.1)."""
_SETTINGS: Final = 4
_HELLO: Final = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(3) + bytes([_SETTINGS]) + bytes(5)
"""How a client begins in HTTP/2: the preface and settings that change nothing (RFC 9113, section
3.4). A server answers with settings of its own."""
_ALERT: Final = "ALERT"
_CLIENT_CERTIFICATE: Final = (
    "set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH to a pair that its "
    "authority has signed"
)
_SERVER_CERTIFICATE: Final = (
    "set TEMPORAL_TLS_SERVER_CA_CERT_PATH to the authority that has signed it, "
    "TEMPORAL_TLS_SERVER_NAME to the name that stands in it, or let the server have another one"
)
_DATES: Final = frozenset({9, 10})
"""What OpenSSL calls a certificate that is not valid yet, and one that has expired
(https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/#error-codes)."""
_OF_OTHER_DATES: Final = (
    "let the server have one that is valid at present, and look whether the clocks of both "
    "machines are right"
)
_IN_THE_CLEAR: Final = (
    "does not speak TLS, which TEMPORAL_TLS, an API key or a profile turns on here: set "
    "TEMPORAL_TLS=false, which sends a key and all else in the clear, or TEMPORAL_ADDRESS to where "
    "it does"
)
_UNDER_TLS: Final = (
    "speaks TLS, which is not set here: set TEMPORAL_TLS=true, and "
    "TEMPORAL_TLS_SERVER_CA_CERT_PATH where no public authority has signed its certificate"
)


@dataclass(frozen=True)
class Peer:
    """A server, and how a client is set to speak with it."""

    address: str
    """Where it is, as `host:port`."""
    tls: TLSConfig | bool | None
    """Whether and how the connection is to be encrypted."""
    pair: tuple[Path, Path] | None = None
    """The client's certificate and its key, where files hold them."""

    async def why_set_wrongly(self) -> str | None:
        """Return what is set otherwise than the server has it, as far as it shows itself."""
        return await asyncio.to_thread(self._why_set_wrongly)

    async def why_not_trusted(self) -> str | None:
        """Return what speaks against the certificate that the server shows.

        It is the server's own, so that waiting may mend it.
        """
        return await asyncio.to_thread(self._why_not_trusted) if self.tls else None

    async def why_left(self) -> str | None:
        """Return what may be lacking where the server leaves after TLS without a word.

        Some do so to a client without a certificate; one that goes down does so, too.
        """
        return await asyncio.to_thread(self._why_left) if self.tls else None

    def _why_left(self) -> str | None:
        if not _leaves(self.address, self._config.domain, self.pair):
            return None
        may = "may want a client certificate, and none is set"
        if self._config.client_cert is not None:
            may = "may not accept the client certificate"
        return (
            f"closes the connection after TLS without saying why; it {may}: {_CLIENT_CERTIFICATE}"
        )

    def _why_set_wrongly(self) -> str | None:
        if not self.tls:
            return _UNDER_TLS if _shakes_hands(self.address) else None
        if _speaks_clear(self.address):
            return _IN_THE_CLEAR
        if not _turns_away(self.address, self._config.domain, self.pair):
            return None
        if self._config.client_cert is None:
            return f"asks for a client certificate, and none is set: {_CLIENT_CERTIFICATE}"
        return f"does not accept the client certificate: {_CLIENT_CERTIFICATE}"

    def _why_not_trusted(self) -> str | None:
        try:
            with _opened(self.address, self._trusting(), self._config.domain):
                return None
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message.rstrip(".")
            to_do = _OF_OTHER_DATES if error.verify_code in _DATES else _SERVER_CERTIFICATE
            return f"shows a certificate that is not accepted ({why}): {to_do}"
        except OSError:  # what it has against this client is another question
            return None

    @property
    def _config(self) -> TLSConfig:
        return self.tls if isinstance(self.tls, TLSConfig) else TLSConfig()

    def _trusting(self) -> ssl.SSLContext:
        authorities = self._config.server_root_ca_cert
        return ssl.create_default_context(cadata=authorities and authorities.decode())


@contextmanager
def _opened(
    address: str, context: ssl.SSLContext | None, name: str | None = None
) -> Generator[socket.socket]:
    """Connect while a block runs.

    Raises:
        SSLError: TLS was refused, by either side.
        OSError: Nobody is there, or there is no answer in time.
    """
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    with socket.create_connection((host, int(port)), timeout=_WITHIN) as connection:
        if context is None:
            yield connection
            return
        with context.wrap_socket(connection, server_hostname=name or host) as encrypted:
            yield encrypted


def _first_of(connection: socket.socket) -> bytes:
    """Return what the server says first, by itself or once it has been greeted.

    A server that leaves while it is greeted takes back what it has said.

    Raises:
        SSLError: The server takes nothing from this client.
        OSError: There is no answer in time.
    """
    connection.settimeout(_UNASKED)
    with suppress(TimeoutError):
        return connection.recv(_FRAME_HEAD)
    connection.settimeout(_WITHIN)
    connection.sendall(_HELLO)
    return connection.recv(_FRAME_HEAD)


def _speaks_clear(address: str) -> bool:
    """Tell whether the server speaks HTTP/2 without TLS."""
    try:
        with _opened(address, None) as connection:
            return _first_of(connection)[_KIND:][:1] == bytes([_SETTINGS])
    except OSError:
        return False


def _shakes_hands(address: str) -> bool:
    """Tell whether the server speaks TLS, whoever it is and whatever it has against a stranger."""
    try:
        with _opened(address, _credulous()):
            return True
    except OSError as error:
        return _is_alert(error)


def _turns_away(address: str, name: str | None, pair: tuple[Path, Path] | None) -> bool:
    """Tell whether the server refuses a client with this certificate, or with none."""
    context = _credulous()
    try:
        if pair is not None:
            context.load_cert_chain(*pair)
        with _opened(address, context, name) as connection:
            _first_of(connection)
    except OSError as error:
        return _is_alert(error)
    return False


def _leaves(address: str, name: str | None, pair: tuple[Path, Path] | None) -> bool:
    """Tell whether the server agrees on TLS and then ends the connection without a word."""
    context, is_agreed = _credulous(), False
    try:
        if pair is not None:
            context.load_cert_chain(*pair)
        with _opened(address, context, name) as connection:
            is_agreed = True
            return not _first_of(connection)
    except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
        return is_agreed
    except OSError:
        return False


def _credulous() -> ssl.SSLContext:
    """Return a context that takes any certificate: nothing but the hello is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols(["h2"])
    return context


def _is_alert(error: OSError) -> bool:
    """Tell whether it is the other side of TLS that refuses."""
    return isinstance(error, ssl.SSLError) and _ALERT in (error.reason or "")
