"""A store that is not the ledger's, as commands meet it."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from activities.store import LocalArtifactStores, StoreMark
from activities.store.mark import PLACE
from tests.support.batches import fields
from tests.support.builders import TENANT
from tests.support.worlds.installation import Installation, fields_of_tenant, open_installation


@pytest.fixture
async def installed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Installation]:
    """Give a test an installation whose commands have another one's store."""
    async with open_installation(tmp_path, capsys, monkeypatch) as opened:
        await opened.type("ledger", "migrate")
        theirs = StoreMark(ledger=UUID(int=8), store=UUID(int=9))
        await LocalArtifactStores(tmp_path / "artifacts").put_mark(theirs)
        yield opened


def with_a_feed(installed: Installation) -> str:
    """Write a request that brings a feed along, and return where it is."""
    (installed.home / "feed.csv").write_text("date,text\n2026-03-01,walks\n")
    path = installed.home / "with_feed.json"
    path.write_text(json.dumps(fields_of_tenant("Fed walks") | {"sources": ["feed.csv"]}))
    return str(path)


async def test_nothing_is_done_with_the_store_of_another(installed: Installation) -> None:
    """Whatever would store, remove or erase is refused with status 2, and says why."""
    file = with_a_feed(installed)

    refused = [
        await installed.type("start", file),
        await installed.type("artifacts", "--sweep"),
        await installed.type("tenant", "erase", str(TENANT), "--yes"),
    ]

    assert [one.status for one in refused] == [2, 2, 2]
    assert all("must name the ledger and the store of one installation" in r.err for r in refused)
    assert "nothing was stored or started" in refused[0].err
    assert "nothing was listed or removed" in refused[1].err
    assert "nothing was erased" in refused[2].err
    assert not (installed.home / "artifacts" / str(TENANT)).exists()


async def test_nothing_begins_beside_the_store_of_another(installed: Installation) -> None:
    """Whatever begins a campaign is refused with status 2, also where it brings no files."""
    file, at = installed.request_file(), ("--at", "09:00", "--zone", "Europe/Madrid")
    (installed.home / "batch.jsonl").write_text(json.dumps(fields("Other walks")))
    begins = (
        ("start", file),
        ("start", file, "--new-execution"),
        ("batch", "batch.jsonl"),
        ("retry", str(UUID(int=1))),
        ("schedule", "create", "walks", file, *at),
        ("schedule", "trigger", "walks"),
        ("schedule", "backfill", "walks", "--from", "2026-01-01T00:00", "--until", "2026-01-02"),
    )

    refused = [await installed.type(*typed) for typed in begins]

    assert [one.status for one in refused] == [2] * len(begins)
    assert all("nothing was stored or started: " in one.err for one in refused)
    assert all("the ledger and the store of one installation" in one.err for one in refused)
    assert not (await installed.campaigns.list()).campaigns


async def test_commands_that_look_warn_of_it(installed: Installation) -> None:
    """What is shown is shown all the same, and an emergency stop is set."""
    execution, _ = await installed.begun("x")

    shown = [
        await installed.type("list"),
        await installed.type("status", execution),
        await installed.type("stop", "--why", "the shop is closed"),
    ]
    doctor = await installed.type("doctor", "--json")

    assert [one.status for one in shown] == [0, 0, 0]
    assert all("must name the ledger and the store" in one.err for one in shown)
    assert "workers that have another ledger are not stopped by this" in shown[2].err
    rows = {one["part"]: one for one in json.loads(doctor.out)["findings"]}
    assert rows["store of the ledger"]["health"] == "faulty"


async def test_a_store_that_no_worker_has_used_is_doubted(installed: Installation) -> None:
    """Whoever stores where perhaps nobody reads is told so, with the start itself."""
    (installed.home / "artifacts" / PLACE).unlink()

    started = await installed.type("start", with_a_feed(installed))
    without_files = await installed.type("start", installed.request_file(), "--new-execution")

    assert (started.status, without_files.status) == (0, 0)
    assert "note: no worker has used the artefact store" in started.err
    assert "no worker has used" not in without_files.err


async def test_a_person_lets_the_store_change_hands(installed: Installation) -> None:
    """After that word everything goes on."""
    adopted = await installed.type("artifacts", "adopt")
    again = await installed.type("artifacts", "adopt", "--json")

    assert adopted.status == 0
    assert "belongs to the ledger sqlite:///" in adopted.out
    assert json.loads(again.out)["is_new"] is False
    assert (await installed.type("artifacts")).status == 0
