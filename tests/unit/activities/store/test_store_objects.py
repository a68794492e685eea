"""An object store that is away, slow or talks nonsense is unavailable, and harms nothing.

Longer than 250 lines because one faulty service is put before every call of the store.
"""

import asyncio
import hashlib
import socket
import traceback
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from activities.store import StoredArtifact
from activities.store.objects import ObjectArtifactStore, ObjectArtifactStores
from contracts import ArtifactAltered, CampaignError, Infrastructure
from tests.support.builders import TENANT

SECRET = "wJalrXUtnFEMI"  # noqa: S105 - made up
KEY = "AKIAMADEUP"
STORED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATA = b"creative"
NAME = hashlib.sha256(DATA).hexdigest()
LISTED = StoredArtifact(f"{NAME[:2]}/{NAME}", NAME, len(DATA), STORED)

OK = b'HTTP/1.1 200 OK\r\nETag: "e"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
EXISTS = b"HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
BROKEN = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n<html>"
NO_HTTP = b"220 mail.example.com ESMTP\r\n\r\n"
REFUSED_BODY = f"<Error><Code>InvalidAccessKeyId</Code><Key>{KEY}</Key></Error>".encode()
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s" % (
    len(REFUSED_BODY),
    REFUSED_BODY,
)
SILENCE = b""

Call = Callable[[ObjectArtifactStore], Awaitable[object]]


async def put(store: ObjectArtifactStore) -> object:
    """Store the bytes."""
    return await store.put(DATA, "image/png")


async def get(store: ObjectArtifactStore) -> object:
    """Read the bytes."""
    return await store.get(NAME)


async def listing(store: ObjectArtifactStore) -> object:
    """List the store."""
    return await store.stored()


async def discard(store: ObjectArtifactStore) -> object:
    """Delete the artefact as an old one."""
    return await store.discard(LISTED, STORED + timedelta(days=1))


CALLS = pytest.mark.parametrize("call", [put, get, listing, discard])


def whole(data: bytes) -> bytes:
    """Return the answer of a service that has these bytes since `STORED`."""
    head = (
        f'HTTP/1.1 200 OK\r\nETag: "e"\r\nLast-Modified: {STORED:%a, %d %b %Y %H:%M:%S} GMT\r\n'
        f"Content-Length: {len(data)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + data


class Service(asyncio.Protocol):
    """A service that gives these answers one after the other, and then the last one for ever."""

    def __init__(self, answers: list[bytes], asked: list[str], open_ones: set["Service"]) -> None:
        """Take the answers from one list, and note the methods of the requests in the other."""
        self.closed: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self._open_ones = open_ones
        self._answers = answers
        self._asked = asked
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See base class."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._open_ones.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """See base class."""
        self._open_ones.discard(self)
        self.closed.set_result(exc)

    def data_received(self, data: bytes) -> None:
        """Answer as soon as a request is whole."""
        self._received += data
        head, end, body = self._received.partition(b"\r\n\r\n")
        _, _, rest = head.lower().partition(b"content-length: ")
        if not end or len(body) < int(rest.partition(b"\r\n")[0] or 0):
            return
        self._asked.append(head.split(b" ")[0].decode())
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if answer:
            self.transport.write(answer)
            self.transport.close()


@asynccontextmanager
async def service(*answers: bytes) -> AsyncGenerator[tuple[ObjectArtifactStore, list[str]]]:
    """Give a test a store at such a service, and the methods that it is asked."""
    asked: list[str] = []
    left = list(answers)
    loop = asyncio.get_running_loop()
    open_ones: set[Service] = set()
    server = await loop.create_server(lambda: Service(left, asked, open_ones), "127.0.0.1", 0)
    try:
        yield store_at(server.sockets[0].getsockname()[1]), asked
    finally:
        server.close()
        for one in list(open_ones):
            one.transport.abort()
            await one.closed


def store_at(port: int, clock: Callable[[], datetime] = lambda: STORED) -> ObjectArtifactStore:
    """Return a store that is not patient."""
    stores = ObjectArtifactStores(
        f"s3://artefacts/x?endpoint=http://127.0.0.1:{port}",
        {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_REGION": "eu-west-1"},
        clock,
        timeout=1.0,
    )
    return stores.of(TENANT)


async def refusal(store: ObjectArtifactStore, call: Call) -> Infrastructure:
    """Return the error with which the call ends, within seconds."""
    async with asyncio.timeout(10):
        with pytest.raises(Infrastructure) as ended:
            await call(store)
    return ended.value


@CALLS
async def test_a_service_that_is_not_there_is_unavailable(call: Call) -> None:
    """A campaign waits for the store to come back, and does not hang."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))  # nobody listens, and nobody else can take the port
        error = await refusal(store_at(reserved.getsockname()[1]), call)

    assert "cannot be reached" in str(error)


@CALLS
async def test_a_service_that_never_answers_is_given_up(call: Call) -> None:
    """A stalled network costs a stage seconds and not its whole time."""
    async with service(SILENCE) as (store, _):
        store._bucket._timeout = 0.2
        error = await refusal(store, call)

    assert "does not answer in time" in str(error)


@CALLS
@pytest.mark.parametrize("answer", [NO_HTTP, PAGE])
async def test_a_service_that_talks_nonsense_is_unavailable(call: Call, answer: bytes) -> None:
    """A wrong address or a proxy's page is not taken for a store, nor for an altered artefact."""
    async with service(answer) as (store, _):
        error = await refusal(store, call)

    assert "does not answer as S3 does" in str(error)


@CALLS
async def test_a_service_that_is_broken_is_asked_a_few_times(call: Call) -> None:
    """A short fault of the store is bridged, and a long one is reported."""
    async with service(BROKEN) as (store, asked):
        error = await refusal(store, call)

    assert "answers with status 500" in str(error)
    assert len(asked) == 3


@pytest.mark.parametrize("call", [put, get, listing])
async def test_a_refusal_is_told_without_what_it_quotes(call: Call) -> None:
    """An operator reads why access is refused, and no log or history learns a credential."""
    async with service(REFUSED) as (store, _):
        error = await refusal(store, call)

    told = "".join(traceback.format_exception(error))
    assert "answers with status 403 (InvalidAccessKeyId)" in str(error)
    assert error.__cause__ is None
    assert [
        word
        for word in (KEY, SECRET)
        if word in told + repr(vars(store)) + repr(vars(store._bucket))
    ] == []


async def test_a_bucket_that_does_not_exist_is_a_fault_of_the_platform() -> None:
    """Bytes that have nowhere to go are not reported as stored."""
    async with service(MISSING) as (store, _):
        error = await refusal(store, put)

    assert type(error) is Infrastructure
    assert "answers with status 404" in str(error)


async def test_a_service_that_stops_in_the_middle_is_unavailable() -> None:
    """Half an artefact is neither returned nor called altered."""
    half = whole(DATA).replace(b"Length: 8", b"Length: 80")
    async with service(half, BROKEN) as (store, _):
        error = await refusal(store, get)

    assert type(error) is Infrastructure


async def test_other_bytes_under_the_name_are_altered() -> None:
    """What the service has is verified, whatever it says of it."""
    async with service(whole(b"Creative")) as (store, _):
        with pytest.raises(ArtifactAltered) as ended:
            await store.get(NAME)

    assert isinstance(ended.value, CampaignError)
    assert ended.value.final


@pytest.mark.parametrize(
    ("since", "there", "wanted"),
    [
        (timedelta(minutes=9), DATA, ["PUT", "GET"]),
        (timedelta(minutes=10), DATA, ["PUT", "GET", "PUT"]),
        (timedelta(0), b"Creative", ["PUT", "GET", "PUT"]),
    ],
)
async def test_what_is_there_is_written_again_only_when_old_or_damaged(
    since: timedelta, there: bytes, wanted: list[str]
) -> None:
    """A retried stage changes nothing; a sweep does not take for old what is needed again."""
    async with service(EXISTS, whole(there), OK) as (store, asked):
        store._clock = lambda: STORED + since
        reference = await store.put(DATA, "image/png")

    assert reference.sha256 == NAME
    assert asked == wanted


async def test_what_is_swept_while_it_is_looked_at_is_stored_again() -> None:
    """A campaign that meets a sweep at its work has its bytes in the end."""
    async with service(EXISTS, MISSING, OK) as (store, asked):
        await store.put(DATA, "image/png")

    assert asked == ["PUT", "GET", "PUT"]


async def test_a_young_object_is_not_discarded() -> None:
    """A sweep looks at the age again just before it deletes."""
    async with service(whole(b"")) as (store, asked):
        assert not await store.discard(LISTED, STORED)

    assert asked == ["HEAD"]


def test_an_object_s_address_holds_nothing_secret() -> None:
    """Whoever reviews a campaign can look for its pictures with the tools of the service."""
    assert store_at(1).where(NAME) == (
        f"s3://artefacts/x/{TENANT}/{NAME[:2]}/{NAME} at http://127.0.0.1:1"
    )
