"""The artefact store keeps bytes, and says so when it no longer has what it was given."""

import asyncio
import errno
import hashlib
import os
import resource
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.store import LocalArtifactStore, LocalArtifactStores
from contracts import ArtifactAltered, ArtifactMissing, ContractInvalid, Infrastructure

SHA_OF_NOTHING = hashlib.sha256(b"").hexdigest()


def files_in(root: Path) -> list[str]:
    """Return every file below the folder."""
    return sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


@settings(deadline=None)  # disks are as slow as they are
@given(data=st.binary(max_size=5000))
def test_what_is_stored_comes_back(data: bytes) -> None:
    """Any bytes come back as they were, under their own digest and with their size."""
    with tempfile.TemporaryDirectory() as folder:
        store = LocalArtifactStore(Path(folder))

        async def there_and_back() -> None:
            reference = await store.put(data, "application/octet-stream")
            assert reference.sha256 == hashlib.sha256(data).hexdigest()
            assert reference.size == len(data)
            assert await store.get(reference.sha256) == data

        asyncio.run(there_and_back())


async def test_storing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    """A retried stage leaves one file, and does not write it a second time."""
    store = LocalArtifactStore(tmp_path)
    first = await store.put(b"creative", "image/png")
    path = tmp_path / first.sha256[:2] / first.sha256
    written = path.stat().st_ino

    second = await store.put(b"creative", "image/png")

    assert second == first
    assert path.stat().st_ino == written
    assert files_in(tmp_path) == [f"{first.sha256[:2]}/{first.sha256}"]


async def test_many_writers_of_the_same_bytes_leave_one_file(tmp_path: Path) -> None:
    """Channels that make the same creative side by side do not get in each other's way."""
    stores = [LocalArtifactStore(tmp_path) for _ in range(16)]

    references = await asyncio.gather(*(s.put(b"x" * 100_000, "image/png") for s in stores))

    assert len(set(references)) == 1
    assert len(files_in(tmp_path)) == 1


async def test_a_damaged_file_is_reported_and_never_returned(tmp_path: Path) -> None:
    """A creative that was changed behind the store's back cannot be published."""
    store = LocalArtifactStore(tmp_path)
    reference = await store.put(b"audited", "text/plain")
    (tmp_path / reference.sha256[:2] / reference.sha256).write_bytes(b"swapped")

    with pytest.raises(ArtifactAltered, match="was altered in the store"):
        await store.get(reference.sha256)


async def test_a_damaged_file_is_repaired_when_the_bytes_come_again(tmp_path: Path) -> None:
    """Making an artefact again heals a store whose copy was damaged."""
    store = LocalArtifactStore(tmp_path)
    reference = await store.put(b"audited", "text/plain")
    (tmp_path / reference.sha256[:2] / reference.sha256).write_bytes(b"swapped")

    await store.put(b"audited", "text/plain")

    assert await store.get(reference.sha256) == b"audited"


async def test_an_absent_artefact_is_named(tmp_path: Path) -> None:
    """An operator reads which artefact is missing."""
    store = LocalArtifactStore(tmp_path)

    with pytest.raises(ArtifactMissing, match=SHA_OF_NOTHING):
        await store.get(SHA_OF_NOTHING)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31, SHA_OF_NOTHING + "\n"]
)
async def test_a_name_that_is_no_digest_reaches_no_file(tmp_path: Path, name: str) -> None:
    """Nobody reads another file of the machine through the store."""
    store = LocalArtifactStore(tmp_path)

    with pytest.raises(ContractInvalid, match="names no artefact"):
        await store.get(name)


async def test_a_media_type_that_is_none_is_refused(tmp_path: Path) -> None:
    """A reference always says what kind of bytes it stands for."""
    store = LocalArtifactStore(tmp_path)

    with pytest.raises(ContractInvalid, match="media_type"):
        await store.put(b"x", "picture")

    assert files_in(tmp_path) == []


async def test_a_write_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    """A full disk is reported as such, and no half file takes the place of a whole one."""
    store = LocalArtifactStore(tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))

    try:
        with pytest.raises(Infrastructure, match="cannot be written: File too large"):
            await store.put(os.urandom(50_000), "image/png")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert files_in(tmp_path) == []


async def test_a_disk_that_fills_while_the_bytes_are_made_durable_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that finds out late that it is full does not leave half an artefact."""
    store = LocalArtifactStore(tmp_path)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(Infrastructure, match="cannot be written: No space left on device"):
        await store.put(b"creative", "image/png")

    assert files_in(tmp_path) == []


async def test_a_store_whose_place_is_taken_by_a_file_is_unavailable(tmp_path: Path) -> None:
    """An operator who names a file as the store reads what is wrong with it."""
    (tmp_path / "artifacts").write_bytes(b"")
    store = LocalArtifactStore(tmp_path / "artifacts")

    with pytest.raises(Infrastructure, match="cannot be written: Not a directory"):
        await store.put(b"x", "text/plain")
    with pytest.raises(Infrastructure, match="cannot be listed: Not a directory"):
        await store.stored()
    with pytest.raises(Infrastructure, match="cannot be listed: Not a directory"):
        await LocalArtifactStores(tmp_path / "artifacts").tenants()


async def test_an_artefact_that_cannot_be_read_may_be_readable_later(tmp_path: Path) -> None:
    """A broken file system is a fault of the platform, not of the campaign."""
    store = LocalArtifactStore(tmp_path)
    (tmp_path / SHA_OF_NOTHING[:2] / SHA_OF_NOTHING).mkdir(parents=True)

    with pytest.raises(Infrastructure, match="cannot be read: Is a directory"):
        await store.get(SHA_OF_NOTHING)


async def test_a_person_can_open_what_is_stored(tmp_path: Path) -> None:
    """The path that is named holds the bytes, and a name that is no digest names nothing."""
    store = LocalArtifactStore(tmp_path)
    reference = await store.put(b"creative", "image/png")

    assert Path(store.where(reference.sha256)) == tmp_path / files_in(tmp_path)[0]
    with pytest.raises(ContractInvalid):
        store.where("../secret")
