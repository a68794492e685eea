"""What providers remember is there again, or is asked for anew."""

import logging
import os
from pathlib import Path
from uuid import UUID

import pytest

from activities.memory.folder import FolderMemory
from activities.memory.volatile import VolatileMemory
from activities.ports import Memory
from tests.support.builders import TENANT

OTHER = UUID("00000000-0000-4000-8000-00000000000a")


@pytest.fixture(params=["folder", "volatile", "volatile over a folder"])
def memory(request: pytest.FixtureRequest, tmp_path: Path) -> Memory:
    """Give a test each kind of memory."""
    kinds: dict[str, Memory] = {
        "folder": FolderMemory(tmp_path),
        "volatile": VolatileMemory(),
        "volatile over a folder": VolatileMemory(FolderMemory(tmp_path)),
    }
    return kinds[request.param]


def names_in(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return [entry.name for entry in folder.iterdir()]


def grow_older(folder: Path) -> None:
    """Let a minute have passed since everything there was used."""
    for file in folder.iterdir():
        moment = file.stat().st_mtime - 60
        os.utime(file, (moment, moment))


async def test_what_was_kept_last_is_remembered(memory: Memory) -> None:
    """One text stands under each name."""
    await memory.keep(TENANT, "feed https://a.example/ñ", "one")
    await memory.keep(TENANT, "feed https://a.example/ñ", "two")

    assert await memory.recall(TENANT, "feed https://a.example/ñ") == "two"
    assert await memory.recall(TENANT, "feed https://b.example") is None


async def test_no_tenant_remembers_another_s(memory: Memory) -> None:
    """What one tenant has fetched tells nothing to another."""
    await memory.keep(TENANT, "name", "one")

    assert await memory.recall(OTHER, "name") is None


async def test_what_leaves_nothing_behind_reads_what_is_there(tmp_path: Path) -> None:
    """A plan uses what campaigns have fetched, and adds nothing to it."""
    kept = FolderMemory(tmp_path)
    await kept.keep(TENANT, "name", "one")
    rehearsed = VolatileMemory(kept)

    assert await rehearsed.recall(TENANT, "name") == "one"
    await rehearsed.keep(TENANT, "name", "two")
    assert await rehearsed.recall(TENANT, "name") == "two"
    assert await kept.recall(TENANT, "name") == "one"


async def test_what_nobody_asks_for_any_more_is_forgotten_first(tmp_path: Path) -> None:
    """A folder does not grow without end, and what is in use stays whatever its age."""
    memory = FolderMemory(tmp_path, most=3)
    for age, name in enumerate(("in use", "old", "young")):
        await memory.keep(TENANT, name, name)
        if age < 2:
            grow_older(tmp_path / str(TENANT))
    assert await memory.recall(TENANT, "in use") == "in use"

    await memory.keep(TENANT, "new", "new")
    await memory.keep(OTHER, "another tenant's", "text")

    found = [await memory.recall(TENANT, name) for name in ("in use", "old", "young", "new")]
    assert found == ["in use", None, "young", "new"]


async def test_what_may_only_be_read_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan by another user than the worker's uses what campaigns have fetched."""
    await FolderMemory(tmp_path).keep(TENANT, "name", "one")

    def refuses(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "utime", refuses)

    assert await FolderMemory(tmp_path).recall(TENANT, "name") == "one"


async def test_workers_that_forget_at_once_do_not_mind_each_other(tmp_path: Path) -> None:
    """What another worker has let go in the same moment is gone, and what is new is kept."""
    (tmp_path / str(TENANT)).mkdir()
    (tmp_path / str(TENANT) / "gone").symlink_to("nowhere")
    memory = FolderMemory(tmp_path, most=1)

    await memory.keep(TENANT, "new", "text")

    assert await memory.recall(TENANT, "new") == "text"
    assert len(names_in(tmp_path / str(TENANT))) == 1


async def test_files_are_their_owner_s_alone_and_whole(tmp_path: Path) -> None:
    """Nothing half written is ever read, and nobody else reads it."""
    await FolderMemory(tmp_path).keep(TENANT, "name", "one")

    (file,) = (tmp_path / str(TENANT)).iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text() == "one"


async def test_a_memory_that_cannot_be_used_costs_time_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """A full or broken disk stops no campaign, and the log says so."""
    (tmp_path / "memory").write_text("a file")
    memory = FolderMemory(tmp_path / "memory")

    with caplog.at_level(logging.WARNING, "phoenix.memory"):
        await memory.keep(TENANT, "name", "one")

    assert await memory.recall(TENANT, "name") is None
    assert "cannot remember anything" in caplog.text
