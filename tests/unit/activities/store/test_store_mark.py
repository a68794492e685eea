"""A store says whose it is: the mark at its top is written once, and found by everybody."""

import asyncio
import errno
import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from activities.store import LocalArtifactStores, StoreMark
from activities.store.mark import PLACE
from contracts import ContractInvalid, Infrastructure
from tests.support.builders import TENANT

OURS = StoreMark(ledger=UUID(int=1), store=UUID(int=2))
THEIRS = StoreMark(ledger=UUID(int=3), store=UUID(int=4))


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return [path.name for path in folder.iterdir()]


async def test_a_mark_is_found_by_everybody_who_has_the_store(tmp_path: Path) -> None:
    """A store that was never used has none, and makes no folder for being looked at."""
    root = tmp_path / "artifacts"
    assert await LocalArtifactStores(root).mark() is None
    assert not root.exists()

    assert await LocalArtifactStores(root).put_mark(OURS)

    assert await LocalArtifactStores(root).mark() == OURS
    assert names_in(root) == [PLACE]


async def test_a_mark_that_is_there_stays(tmp_path: Path) -> None:
    """Whoever comes second is told so, and replaces it only on a person's word."""
    stores = LocalArtifactStores(tmp_path)
    await stores.put_mark(OURS)

    assert not await stores.put_mark(THEIRS)
    assert await stores.mark() == OURS
    assert await stores.put_mark(THEIRS, replace=True)
    assert await stores.mark() == THEIRS


async def test_of_many_who_come_at_once_one_writes_the_mark(tmp_path: Path) -> None:
    """Workers that start together for the first time find one and the same mark."""
    marks = [StoreMark(ledger=UUID(int=1), store=uuid4()) for _ in range(16)]

    wrote = await asyncio.gather(*(LocalArtifactStores(tmp_path).put_mark(one) for one in marks))

    assert wrote.count(True) == 1
    assert await LocalArtifactStores(tmp_path).mark() == marks[wrote.index(True)]


@pytest.mark.parametrize("refusal", [errno.EPERM, errno.EOPNOTSUPP])
async def test_a_file_system_without_links_keeps_a_mark_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    """A share or a bucket that is mounted as a folder is a store like any other."""

    def refused(*_: object) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr(os, "link", refused)
    stores = LocalArtifactStores(tmp_path)

    assert await stores.put_mark(OURS)
    assert not await stores.put_mark(THEIRS)
    assert await stores.mark() == OURS
    assert names_in(tmp_path) == [PLACE]


async def test_a_mark_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk is told as what it is."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", full)

    with pytest.raises(Infrastructure, match="cannot be written: No space left on device"):
        await LocalArtifactStores(tmp_path).put_mark(OURS)
    assert names_in(tmp_path) == []


async def test_a_mark_is_taken_away(tmp_path: Path) -> None:
    """It may be done twice."""
    stores = LocalArtifactStores(tmp_path)
    await stores.put_mark(OURS)

    await stores.remove_mark()
    await stores.remove_mark()

    assert await stores.mark() is None


async def test_a_mark_that_says_nothing_is_refused(tmp_path: Path) -> None:
    """Nobody guesses whose a store is; the message says what puts it right."""
    (tmp_path / PLACE).write_text("{}")

    with pytest.raises(ContractInvalid, match=r"nobody can tell whose.*artifacts adopt"):
        await LocalArtifactStores(tmp_path).mark()


async def test_a_mark_of_a_later_release_is_understood(tmp_path: Path) -> None:
    """What a release to come adds to it does not stop this one."""
    (tmp_path / PLACE).write_text(OURS.model_dump_json()[:-1] + ', "region": "eu"}')

    found = await LocalArtifactStores(tmp_path).mark()

    assert found is not None
    assert (found.ledger, found.store) == (OURS.ledger, OURS.store)


async def test_a_mark_that_cannot_be_reached_is_no_missing_one(tmp_path: Path) -> None:
    """A store that is away is waited for, and never marked anew."""
    (tmp_path / PLACE).mkdir()
    stores = LocalArtifactStores(tmp_path)

    with pytest.raises(Infrastructure, match="cannot be read: Is a directory"):
        await stores.mark()
    with pytest.raises(Infrastructure, match="cannot be written"):
        await stores.remove_mark()


async def test_a_mark_is_no_artefact(tmp_path: Path) -> None:
    """Neither a sweep nor the erasure of a tenant meets it."""
    stores = LocalArtifactStores(tmp_path)
    await stores.of(TENANT).put(b"creative", "image/png")
    await stores.put_mark(OURS)

    assert await stores.tenants() == [TENANT]
    assert len(await stores.of(TENANT).stored()) == 1
