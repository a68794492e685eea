"""Workers that contradict each other say so, and go on."""

import asyncio
import logging
from pathlib import Path
from uuid import uuid4

import pytest

from activities.audit.keys import load_or_make_key
from activities.ports import KnownWorker
from contracts import Infrastructure
from runtime.installation.fleet import GONE, among_others
from runtime.settings import Settings
from tests.support.fakes.faults import Faults
from tests.support.fakes.ledger import FakeWorkers
from tests.support.payload_keys import write_keys

NAME = "phoenix-worker@web1:7"


class Fleet:
    """A register with other workers, and time that passes when a test says so."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.register = FakeWorkers(self.faults)
        self._has_looked = asyncio.Event()
        self._minutes: asyncio.Queue[None] = asyncio.Queue()

    async def pause(self, seconds: float) -> None:
        """Wait until a test lets the time pass."""
        del seconds
        self._has_looked.set()
        await self._minutes.get()

    async def minute(self) -> None:
        """Let a worker look once more, and wait until it has."""
        await self._has_looked.wait()
        self._has_looked.clear()
        self._minutes.put_nowait(None)
        await self._has_looked.wait()

    def joined_by(self, **settings: str) -> KnownWorker:
        """Let another worker be there."""
        named = {name.replace("_", "."): value for name, value in settings.items()}
        other = KnownWorker(uuid4(), "phoenix-worker@web2:7", named)
        self.register.known[other.id] = other
        return other


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return the settings of a worker."""
    settings = Settings(home=tmp_path)
    load_or_make_key(settings.auditor_key)
    return settings


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what was warned of."""
    return [one.message for one in caplog.records if one.levelno == logging.WARNING]


async def test_a_worker_that_starts_later_warns(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """Before it takes any work, and once; the others find it, and it is gone when it stops."""
    fleet = Fleet()
    other = fleet.joined_by(auditor_key="none that we know")

    async with among_others(fleet.register, settings, NAME, fleet.pause):
        first = warnings(caplog)
        names = {one.name for one in await fleet.register.living(GONE)}

    assert len([one for one in first if "auditor.key" in one]) == 1
    assert names == {NAME, other.name}
    assert await fleet.register.living(GONE) == [other]


async def test_the_worker_that_was_there_first_warns_as_well(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """It may be the one that has the former value; what was said is not said every minute."""
    fleet = Fleet()
    caplog.set_level(logging.INFO)
    async with among_others(fleet.register, settings, NAME, fleet.pause):
        assert warnings(caplog) == []
        other = fleet.joined_by(auditor_key="another")
        await fleet.minute()
        await fleet.minute()
        said = [one for one in warnings(caplog) if "auditor.key" in one]
        del fleet.register.known[other.id]
        await fleet.minute()

    assert len(said) == 1
    assert "all workers share their settings" in caplog.messages


async def test_what_is_changed_while_it_works_counts_as_it_is(
    settings: Settings, tmp_path: Path
) -> None:
    """A rotated key is the worker's own within a minute; a file that it read once is not."""
    fleet = Fleet()
    sealed = settings.model_copy(
        update={"payload_keys": write_keys(tmp_path / "payload-keys", "k1")}
    )
    async with among_others(fleet.register, sealed, NAME, fleet.pause):
        (begun,) = await fleet.register.living(GONE)
        write_keys(tmp_path / "payload-keys", "k2")
        (tmp_path / "channels.toml").write_text('[default]\npublisher = "outbox"\n')
        await fleet.minute()
        (changed,) = await fleet.register.living(GONE)
        (tmp_path / "payload-keys").write_text("half of it")
        await fleet.minute()
        (broken,) = await fleet.register.living(GONE)

    assert begun.settings["payloads.current"] == "k1"
    assert changed.settings["payloads.current"] == "k2"
    assert not any(name.startswith("channels") for name in changed.settings)
    assert broken.settings == changed.settings


async def test_a_ledger_that_does_not_answer_holds_no_worker_up(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    """What cannot be compared contradicts nobody; the next look tells."""
    fleet = Fleet()
    fleet.joined_by(auditor_key="another")
    fleet.faults.plan("note worker", Infrastructure("away"))
    fleet.faults.plan("forget worker", Infrastructure("away"))

    async with among_others(fleet.register, settings, NAME, fleet.pause):
        assert warnings(caplog) == []
        await fleet.minute()
        assert any("auditor.key" in one for one in warnings(caplog))
