"""A ledger that no worker can use, as commands meet it that would begin something."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.batches import fields
from tests.support.worlds.installation import open_installation


async def test_nothing_begins_that_no_worker_could_go_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever starts a campaign ends with status 2 and says why; what is there is still shown."""
    async with open_installation(tmp_path, capsys, monkeypatch) as installed:
        file = installed.request_file()
        (tmp_path / "batch.jsonl").write_text(json.dumps(fields("Other walks")))
        planned = await installed.type(
            *("schedule", "create", "walks", file, "--at", "09:00", "--zone", "Europe/Madrid")
        )
        failed = await installed.failed("produce x")
        with closing(sqlite3.connect(tmp_path / "ledger.db")) as ledger, ledger:
            ledger.execute("INSERT INTO schema_versions (version, oldest) VALUES (99, 99)")
        refused = [
            await installed.type("start", file),
            await installed.type("batch", "batch.jsonl"),
            await installed.type("retry", failed),
            await installed.type("schedule", "trigger", "walks"),
            await installed.type(
                *("schedule", "create", "more", file, "--at", "09:00", "--zone", "Europe/Madrid")
            ),
        ]
        shown = await installed.type("status", failed)
        await installed.type("schedule", "delete", "walks")

    assert (planned.status, shown.status) == (0, 0)
    assert [one.status for one in refused] == [2] * 5
    assert all("nothing was stored or started: The ledger sqlite:///" in one.err for one in refused)
    assert all("version 99" in one.err for one in refused)
