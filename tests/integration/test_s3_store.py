"""A folder and a bucket at a real S3 server keep the same promises.

Longer than 250 lines because the same promises are put to both stores, and one server serves them
all.
"""

import asyncio
import hashlib
import http.client
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import obstore
import pytest

from activities.store import (
    LocalArtifactStores,
    StoreMark,
    SweepableStore,
    SweepableStores,
    closure,
    references_in,
    remove,
    unreferenced,
)
from activities.store.objects import ObjectArtifactStores
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ContractInvalid,
    Infrastructure,
    LayoutManifest,
)
from contracts.base import utc_now
from tests.support.builders import TENANT

ABSENT = hashlib.sha256(b"absent").hexdigest()
DAY = timedelta(days=1)
OTHER = UUID("9f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a0ff")
"""Another tenant than the usual one."""
PAGE = 5
"""Objects that the server lists in one answer."""
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "made", "AWS_SECRET_ACCESS_KEY": "up"}


@dataclass(frozen=True)
class Kept:
    """Stores, and the way behind their back."""

    stores: SweepableStores
    put: Callable[[str, bytes], None]
    """Put bytes at a place under the stores' root."""

    @property
    def store(self) -> SweepableStore:
        """The store of one tenant."""
        return self.stores.of(TENANT)

    def overwrite(self, place: str, data: bytes) -> None:
        """Put other bytes at a place in the tenant's store."""
        self.put(f"{TENANT}/{place}", data)

    def damage(self, sha256: str, data: bytes) -> None:
        """Put other bytes under an artefact's name."""
        self.overwrite(f"{sha256[:2]}/{sha256}", data)


@pytest.fixture(scope="module")
def s3_port() -> Iterator[int]:
    """Start an S3 server on a free port, and stop it by its id."""
    program = str(Path(sys.executable).with_name("moto_server"))
    command = [program, "-H", "127.0.0.1", "-p", "0"]
    surroundings = os.environ | {"MOTO_S3_DEFAULT_MAX_KEYS": str(PAGE)}
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=surroundings
    ) as server:
        assert server.stderr is not None
        try:
            running = next(line for line in server.stderr if " * Running on " in line)
            # Its log of requests would fill the pipe, and then the server would wait.
            threading.Thread(target=deque, args=(server.stderr, 0), daemon=True).start()
            yield int(running.strip().rpartition(":")[2])
        finally:
            server.terminate()
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                server.kill()


@pytest.fixture
def bucket(s3_port: int) -> Kept:
    """Give a test a bucket of its own."""
    name = f"phoenix-{uuid4().hex}"
    connection = http.client.HTTPConnection("127.0.0.1", s3_port, timeout=10)
    connection.request("PUT", f"/{name}")
    assert connection.getresponse().status == 200
    connection.close()
    url = f"s3://{name}/some/prefix?endpoint=http://127.0.0.1:{s3_port}&region=us-east-1"
    stores = ObjectArtifactStores(url, CREDENTIALS, utc_now)

    def put(place: str, data: bytes) -> None:
        obstore.put(stores._bucket._store, place, data)

    return Kept(stores, put)


@pytest.fixture
def folder(tmp_path: Path) -> Kept:
    """Give a test a folder of its own."""

    def put(place: str, data: bytes) -> None:
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(data)

    return Kept(LocalArtifactStores(tmp_path), put)


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest) -> Kept:
    """Give a test each kind of store."""
    found: Kept = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize(
    "data",
    [b"", b"x", bytes(range(256)), bytes(range(256)) * 80_000],
    ids=lambda data: str(len(data)),
)
async def test_what_is_stored_comes_back(kept: Kept, data: bytes) -> None:
    """Bytes of any size come back as they were, under their own digest."""
    reference = await kept.store.put(data, "image/png")

    assert (reference.sha256, reference.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert await kept.store.get(reference.sha256) == data


async def test_many_writers_of_the_same_bytes_leave_one_artefact(kept: Kept) -> None:
    """Stages that make the same creative side by side, and again, do not disturb each other."""
    data = b"x" * 100_000

    references = await asyncio.gather(*(kept.store.put(data, "image/png") for _ in range(16)))

    assert await kept.store.put(data, "image/png") == references[0]
    assert len(set(references)) == 1
    stored = await kept.store.stored()
    assert [(one.sha256, one.size) for one in stored] == [(references[0].sha256, len(data))]


async def test_what_one_tenant_stores_no_other_one_has(kept: Kept) -> None:
    """Who knows an artefact's digest gets it from his own store only, and nobody loses his copy."""
    other = kept.stores.of(OTHER)
    ours = await kept.store.put(b"ours", "text/plain")
    shared = await kept.store.put(b"both have it", "text/plain")
    await other.put(b"both have it", "text/plain")

    with pytest.raises(ArtifactMissing, match=str(OTHER)):
        await other.get(ours.sha256)
    (copy,) = await other.stored()
    assert copy.sha256 == shared.sha256
    assert await other.discard(copy, utc_now() + DAY)
    assert await other.stored() == []
    assert await kept.store.get(shared.sha256) == b"both have it"


async def test_the_tenants_that_have_something_are_known(kept: Kept) -> None:
    """A sweep looks through every tenant's store, and through nothing that is nobody's."""
    assert await kept.stores.tenants() == []
    for tenant in (OTHER, TENANT):
        await kept.stores.of(tenant).put(b"x", "text/plain")
    for foreign in ("notes.txt", "ab/notes.txt", f"{uuid4()}.bak/x", f"{uuid4().hex}/x"):
        kept.put(foreign, b"ours")

    assert await kept.stores.tenants() == sorted((OTHER, TENANT))


async def test_an_absent_artefact_is_named(kept: Kept) -> None:
    """An operator reads which artefact is missing, and where."""
    with pytest.raises(ArtifactMissing, match=f"{ABSENT} is not in the store"):
        await kept.store.get(ABSENT)


@pytest.mark.parametrize("name", ["", "../x", "AB" * 32, f"{ABSENT}\n"])
async def test_a_name_that_is_no_digest_is_refused(kept: Kept, name: str) -> None:
    """Nobody reads something else through the store."""
    with pytest.raises(ContractInvalid, match="names no artefact"):
        await kept.store.get(name)


async def test_a_media_type_that_is_none_is_refused(kept: Kept) -> None:
    """A reference always says what kind of bytes it stands for."""
    with pytest.raises(ContractInvalid, match="media_type"):
        await kept.store.put(b"x", "picture\r\nX-Header: 1")

    assert await kept.store.stored() == []


@pytest.mark.parametrize("position", [0, 1, 511, 512, 4095, 4096, 7000, 9998, 9999])
async def test_one_altered_byte_is_noticed_and_healed(kept: Kept, position: int) -> None:
    """Wherever a byte was changed, the artefact is not served until its bytes come again."""
    data = bytes(index % 251 for index in range(10_000))
    reference = await kept.store.put(data, "image/png")
    altered = bytearray(data)
    altered[position] ^= 1
    kept.damage(reference.sha256, bytes(altered))

    with pytest.raises(ArtifactAltered, match="was altered in the store"):
        await kept.store.get(reference.sha256)
    await kept.store.put(data, "image/png")

    assert await kept.store.get(reference.sha256) == data


@pytest.mark.parametrize("other", [b"", b"audite", b"audited."])
async def test_a_shorter_or_longer_artefact_is_noticed(kept: Kept, other: bytes) -> None:
    """A truncated copy is not served as if it were whole."""
    reference = await kept.store.put(b"audited", "text/plain")
    kept.damage(reference.sha256, other)

    with pytest.raises(ArtifactAltered):
        await kept.store.get(reference.sha256)


async def test_what_is_in_use_and_what_is_foreign_survives_a_sweep(kept: Kept) -> None:
    """Only what no campaign needs is taken, and only of what the store itself has written."""
    mask = await kept.store.put(b"mask\0", "image/png")
    layout = LayoutManifest(width=1, height=1, mask=mask).model_dump_json()
    manifest = await kept.store.put(layout.encode(), "application/json")
    orphan = await kept.store.put(b"orphan", "text/plain")
    kept.overwrite("ab/notes.txt", b"ours")
    kept.overwrite(f"ab/{ABSENT}", b"in a wrong place")
    later = utc_now() + 2 * DAY
    referenced = await closure(kept.store, references_in(f'["{manifest.sha256}"]'))

    found = await unreferenced(kept.store, referenced, DAY, later)

    assert [one.sha256 for one in found] == [orphan.sha256]
    assert await unreferenced(kept.store, set(), DAY, utc_now()) == []
    assert await remove(kept.store, found, DAY, utc_now()) == []
    assert await remove(kept.store, found, DAY, later) == found
    assert await remove(kept.store, found, DAY, later) == []
    left = {one.sha256 for one in await kept.store.stored()}
    assert left == {mask.sha256, manifest.sha256}


async def test_a_bucket_of_many_pages_is_listed_whole(bucket: Kept) -> None:
    """A store does not end where the service's first answer does."""
    names = [f"{number:064x}" for number in range(3 * PAGE + 1)]
    for name in names:
        bucket.damage(name, b"")

    assert [one.sha256 for one in await bucket.store.stored()] == names


async def test_a_bucket_that_does_not_exist_is_named(s3_port: int) -> None:
    """A slip in the bucket's name is told as such, whatever the campaign was about to do."""
    url = f"s3://no-such-bucket?endpoint=http://127.0.0.1:{s3_port}"
    store = ObjectArtifactStores(url, CREDENTIALS, utc_now).of(TENANT)

    with pytest.raises(Infrastructure, match=r"s3://no-such-bucket .*\(NoSuchBucket\)"):
        await store.put(b"x", "text/plain")
    with pytest.raises(Infrastructure, match=r"\(NoSuchBucket\)"):
        await store.stored()
    with pytest.raises(ArtifactMissing, match=r"\(NoSuchBucket\)"):
        await store.get(ABSENT)


async def test_the_urls_endpoint_counts_more_than_the_surroundings(
    bucket: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is meant for another tool does not send artefacts elsewhere."""
    assert isinstance(bucket.stores, ObjectArtifactStores)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    location = bucket.stores._bucket.location
    url = f"s3://{location.bucket}?endpoint={location.endpoint}"
    store = ObjectArtifactStores(url, CREDENTIALS | dict(os.environ), utc_now).of(TENANT)

    reference = await store.put(b"x", "text/plain")

    assert await store.get(reference.sha256) == b"x"


async def test_a_store_is_marked_once(kept: Kept) -> None:
    """In a bucket as in a folder one mark stays until a person says otherwise."""
    ours, theirs = (StoreMark(ledger=uuid4(), store=uuid4()) for _ in range(2))
    assert await kept.stores.mark() is None

    wrote = [await kept.stores.put_mark(one) for one in (ours, theirs)]

    assert wrote == [True, False]
    assert await kept.stores.mark() == ours
    assert await kept.stores.put_mark(theirs, replace=True)
    assert await kept.stores.mark() == theirs
    assert await kept.stores.tenants() == []
    await kept.stores.remove_mark()
    assert await kept.stores.mark() is None


async def test_a_bucket_says_where_it_is(bucket: Kept) -> None:
    """What a ledger notes of its store holds on every machine."""
    location = bucket.stores._bucket.location  # type: ignore[attr-defined]

    assert bucket.stores.known_as == f"s3://{location.bucket}/some/prefix at {location.endpoint}"
