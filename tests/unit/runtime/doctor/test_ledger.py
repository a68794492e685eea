"""What the examination says of the ledger, and of the workers that share it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from activities.ledger import SqlLedger
from activities.ports import KnownWorker
from runtime.doctor import memories
from runtime.doctor.memories import examine_ledger
from runtime.doctor.replies import Health
from runtime.installation.fleet import GONE
from runtime.ledger import stops
from runtime.refusals import WrongUse
from runtime.settings import Settings
from tests.support.findings import every
from tests.support.payload_keys import write_keys


async def test_the_ledger_says_which_it_is(settings: Settings) -> None:
    """Two workers' answers can be compared, and the clocks with them."""
    found = await every(examine_ledger(settings))

    assert found["ledger"].health is Health.WELL
    assert "epoch 1" in found["ledger"].says
    assert found["clock"].health is Health.WELL


async def test_workers_that_contradict_each_other_are_told(settings: Settings) -> None:
    """It works, and which of them is right is a person's to say."""
    ledger = SqlLedger(settings.ledger_url)
    said = [await every(examine_ledger(settings))]
    for number, rate in enumerate(["5", "5", "1"]):
        there = {"channels.x.publisher": "outbox", "channels.x.most_per_second": rate}
        await ledger.workers.note(KnownWorker(uuid4(), f"web{number}", there), GONE)
        said.append(await every(examine_ledger(settings)))
    await ledger.close()

    found = [one["workers' settings"] for one in said]
    assert [one.health for one in found] == [*[Health.WELL] * 3, Health.DOUBTFUL]
    assert "no worker has said" in found[0].says
    assert "(2), none contradicts another" in found[2].says
    assert "most_per_second: 5 (web0, web1) and 1 (web2)" in found[3].says


async def test_a_command_with_other_keys_than_the_workers_is_told(
    settings: Settings, tmp_path: Path
) -> None:
    """What it starts would be read by nobody; what concerns workers alone is not asked of it."""
    keys = write_keys(tmp_path / "keys.toml", "ours", ours=b"k" * 32)
    ledger = SqlLedger(settings.ledger_url)
    there = {"payloads.current": "ours", "channels.x.publisher": "outbox"}
    await ledger.workers.note(KnownWorker(uuid4(), "web0", there), GONE)
    await ledger.close()

    same = settings.model_copy(update={"payload_keys": keys})
    broken = settings.model_copy(update={"payload_keys": tmp_path / "none.toml"})
    said = [(await every(examine_ledger(one)))["workers' settings"] for one in (same, broken)]
    other = (await every(examine_ledger(settings)))["workers' settings"]

    assert [one.health for one in said] == [Health.WELL] * 2
    assert other.health is Health.DOUBTFUL
    assert "payloads.current: ours (web0) and none, in clear text (this command)" in other.says


async def test_an_emergency_stop_is_said_with_its_way_out(settings: Settings) -> None:
    """Who wonders why nothing is published finds it here."""
    stop = await stops.set_stop(settings, stops.wanted("the shop is closed", None, None))

    found = await every(examine_ledger(settings))

    assert "the shop is closed" in found["emergency stop"].says
    assert f"--lift {stop.name}" in str(found["emergency stop"].to_do)


async def test_clocks_that_are_apart_are_told(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows and reviews end by the clock, so that a wrong one is no small thing."""
    late = datetime.now(UTC) + timedelta(minutes=10)
    monkeypatch.setattr(memories, "utc_now", lambda: late)

    found = await every(examine_ledger(settings))

    assert found["clock"].health is Health.DOUBTFUL
    assert "NTP" in str(found["clock"].to_do)


async def test_a_ledger_beside_another_one_is_faulty(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file beside a Temporal of many machines could publish twice, and no worker starts."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", "temporal.example:7233")

    with pytest.raises(WrongUse, match="a campaign can be published twice"):
        await every(examine_ledger(settings))
