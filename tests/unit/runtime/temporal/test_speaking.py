"""Where TLS or credentials are set otherwise than the server has them, people read what to set."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.temporal.connection import NotReachable, join
from tests.support.canaries.careless import careless_temporal
from tests.support.certificates import DAY, Pair, write_pair

LIBRARY = ("transport", "tonic", "hyper", "handshake", "InvalidData", "broken pipe")
"""What the SDK's own errors consist of."""


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "temporal.toml").touch()
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))


def context_of(pair: Pair, asks_for: Pair | None = None) -> ssl.SSLContext:
    """Return how a server speaks TLS that shows a certificate, and may ask for another."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*pair)
    context.set_alpn_protocols(["h2"])
    if asks_for is not None:
        context.load_verify_locations(asks_for.certificate)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


async def refusal(
    patch: pytest.MonkeyPatch, folder: Path, address: str, **variables: Path | str
) -> WrongUse:
    """Return why a client is not connected that these variables describe."""
    with patch.context() as here:
        here.setenv("TEMPORAL_ADDRESS", address)
        for name, value in variables.items():
            here.setenv(f"TEMPORAL_{name.upper()}", str(value))
        with pytest.raises(WrongUse) as refused:
            await join(Settings(home=folder), "phoenix@test")
    told = str(refused.value)
    assert not any(word in told for word in LIBRARY), told
    assert "start it there" not in told
    return refused.value


async def test_a_server_in_the_clear_is_told_from_one_under_tls(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """TLS is turned on by its variable or by a key, and waiting does not mend it."""
    async with careless_temporal("no entry") as address:
        by_variable = await refusal(monkeypatch, tmp_path, address, tls="true")
        by_key = await refusal(monkeypatch, tmp_path, address, api_key="a-key-of-ana")

    for refused in (by_variable, by_key):
        assert not isinstance(refused, NotReachable)
        assert f"Temporal at {address} (from TEMPORAL_ADDRESS) does not speak TLS" in str(refused)
        assert "set TEMPORAL_TLS=false" in str(refused)


async def test_a_server_under_tls_is_told_from_one_in_the_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other way round, whether or not it would ask for a certificate."""
    pair = write_pair(tmp_path, "server")
    for context in (context_of(pair), context_of(pair, asks_for=pair)):
        async with careless_temporal("no entry", context) as address:
            refused = await refusal(monkeypatch, tmp_path, address)

        assert not isinstance(refused, NotReachable)
        assert f"Temporal at {address} (from TEMPORAL_ADDRESS) speaks TLS" in str(refused)
        assert "set TEMPORAL_TLS=true, and TEMPORAL_TLS_SERVER_CA_CERT_PATH" in str(refused)


async def test_a_certificate_of_the_server_that_is_not_accepted_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of nobody known, of another address, or too old: the server may get another one meanwhile."""
    here = write_pair(tmp_path, "here")
    there = write_pair(tmp_path, "there", address="192.0.2.1")
    old = write_pair(tmp_path, "old", begins=-9 * DAY, ends=-DAY)
    early = write_pair(tmp_path, "early", begins=DAY, ends=9 * DAY)
    told: list[str] = []
    for shown, trusted in ((here, there), (there, there), (old, old), (early, early)):
        async with careless_temporal("no entry", context_of(shown)) as address:
            refused = await refusal(
                monkeypatch, tmp_path, address, tls_server_ca_cert_path=trusted.certificate
            )
        assert isinstance(refused, NotReachable)
        told.append(str(refused))

    assert "not accepted (self" in told[0]
    assert "certificate is not valid for '127.0.0.1'" in told[1]
    assert "certificate has expired): let the server have one that is valid at pres" in told[2]
    assert "certificate is not yet valid): let the server have one that is valid at" in told[3]
    assert ["TEMPORAL_TLS_SERVER_NAME" in each for each in told] == [True, True, False, False]


@contextmanager
def choosy(context: ssl.SSLContext) -> Generator[str]:
    """Serve TLS for those alone who show a certificate; yield host and port.

    Event loops of Python's leave without saying that they refuse one.
    """

    def serve(listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                context.wrap_socket(connection, server_side=True).close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        serving = Thread(target=serve, args=[listener])
        serving.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
    serving.join()


def asking_for_another(folder: Path) -> tuple[ssl.SSLContext, dict[str, Path], dict[str, Path]]:
    """Return a server that wants another client, what trusts it, and what the client shows."""
    server, client = write_pair(folder, "server"), write_pair(folder, "client")
    context = context_of(server, asks_for=write_pair(folder, "another"))
    own = {"tls_client_cert_path": client.certificate, "tls_client_key_path": client.key}
    return context, {"tls_server_ca_cert_path": server.certificate}, own


async def test_a_certificate_of_the_client_that_is_wanted_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None, where the server asks for one, and one that it does not accept."""
    context, trust, own = asking_for_another(tmp_path)
    with choosy(context) as address:
        without = await refusal(monkeypatch, tmp_path, address, **trust)
        stranger = await refusal(monkeypatch, tmp_path, address, **trust, **own)

    assert "asks for a client certificate, and none is set" in str(without)
    assert "does not accept the client certificate" in str(stranger)
    for refused in (without, stranger):
        assert not isinstance(refused, NotReachable)
        assert "set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH" in str(refused)


async def test_a_server_that_leaves_after_tls_is_told_with_what_it_may_want(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Event loops' servers refuse a certificate so; since one that goes down does it too, wait."""
    context, trust, own = asking_for_another(tmp_path)
    async with careless_temporal("no entry", context) as address:
        without = await refusal(monkeypatch, tmp_path, address, **trust)
        stranger = await refusal(monkeypatch, tmp_path, address, **trust, **own)

    assert "it may want a client certificate, and none is set" in str(without)
    assert "it may not accept the client certificate" in str(stranger)
    for refused in (without, stranger):
        assert isinstance(refused, NotReachable)
        assert "closes the connection after TLS without saying why" in str(refused)
        assert "set TEMPORAL_TLS_CLIENT_CERT_PATH and TEMPORAL_TLS_CLIENT_KEY_PATH" in str(refused)


async def test_who_is_turned_away_at_the_first_call_is_told_what_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the server's words, under TLS and in the clear, and without the key that it repeats."""
    server = write_pair(tmp_path, "server")
    key, ca = "a-key-of-ana", server.certificate
    async with careless_temporal(f"no entry with {key}") as address:
        clear = await refusal(monkeypatch, tmp_path, address, tls="false", api_key=key)
    async with careless_temporal(f"no entry with {key}", context_of(server)) as address:
        sealed = await refusal(
            monkeypatch, tmp_path, address, api_key=key, tls_server_ca_cert_path=ca
        )

    for refused in (clear, sealed):
        assert not isinstance(refused, NotReachable)
        assert "does not let this client in (no entry with" in str(refused)
        assert "check TEMPORAL_API_KEY" in str(refused)
        assert key not in str(refused)


@asynccontextmanager
async def stranger(answer: bytes) -> AsyncGenerator[str]:
    """Serve something else than Temporal; yield host and port."""

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"])
@pytest.mark.parametrize("tls", ["true", "false"])
async def test_nothing_is_said_of_a_server_that_does_not_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: bytes, tls: str
) -> None:
    """What speaks neither is no Temporal with another setting, and may be one yet."""
    async with stranger(answer) as address:
        monkeypatch.setenv("TEMPORAL_ADDRESS", address)
        monkeypatch.setenv("TEMPORAL_TLS", tls)
        with pytest.raises(NotReachable, match=r"does not answer at .*start it there"):
            await join(Settings(home=tmp_path), "phoenix@test")
