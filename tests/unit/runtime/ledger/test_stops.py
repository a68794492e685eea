"""The emergency stop as an operator gives it: judged first, then written where it counts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from activities.ledger import SqlLedger
from runtime.ledger import opening
from runtime.ledger.stops import glance, in_force, lift, set_stop, wanted
from runtime.refusals import Unknown, WrongUse
from runtime.settings import Settings
from tests.support.builders import TENANT


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "temporal.toml").write_text("")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[Settings]:
    """Give a test an installation with a ledger."""
    settings = Settings(home=tmp_path)
    ledger = SqlLedger(settings.ledger_url)
    await ledger.ready()
    yield settings
    await ledger.close()


async def test_a_stop_is_set_shown_and_lifted(settings: Settings) -> None:
    """Who stops it is noted, and the name that is needed to lift it is told."""
    stop = await set_stop(settings, wanted("a wrong price", TENANT, "x"))
    assert await in_force(settings) == [stop]

    lifted = await lift(settings, stop.name)

    assert lifted == stop
    assert "@" in stop.by
    assert (stop.name, stop.tenant_id, stop.channel) == ("stop1", TENANT, "x")
    assert await in_force(settings) == []


async def test_a_stop_that_is_not_there_cannot_be_lifted(settings: Settings) -> None:
    """A mistyped name lets nothing go on, and is answered with those there are."""
    with pytest.raises(Unknown, match="no stop 'stop7' is in force; in force: none"):
        await lift(settings, "stop7")
    await set_stop(settings, wanted("why", None, None))

    with pytest.raises(Unknown, match="in force: stop1"):
        await lift(settings, "stop7")


@pytest.mark.parametrize(
    ("why", "channel", "told"),
    [
        ("why", "instagramm", "--channel: 'instagramm' is none of bluesky, discord"),
        (" ", None, "--why: "),
        ("two\nlines", None, "--why: "),
    ],
)
def test_a_stop_that_would_stop_nothing_is_refused(
    why: str, channel: str | None, told: str
) -> None:
    """A typo in an emergency is told at once."""
    with pytest.raises(WrongUse, match=told):
        wanted(why, None, channel)


async def test_a_stop_is_not_written_where_nobody_looks(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a laptop whose Temporal is elsewhere, nobody believes that everything is stopped."""
    monkeypatch.setenv("TEMPORAL_ADDRESS", "temporal.example:7233")

    with pytest.raises(WrongUse, match="PHOENIX_LEDGER_URL is a file of this machine"):
        await set_stop(settings, wanted("why", None, None))


async def test_a_ledger_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """With a mistyped home, the operator hears that nothing was stopped."""
    with pytest.raises(WrongUse, match=r"ledger\.db is not there"):
        await set_stop(Settings(home=tmp_path / "typo"), wanted("why", None, None))

    assert not (tmp_path / "typo").exists()


async def test_other_commands_show_what_is_stopped(settings: Settings) -> None:
    """A glance costs nothing but a look into the ledger."""
    stop = await set_stop(settings, wanted("why", None, None))
    said: list[str] = []

    assert await glance(settings, said.append) == [stop]
    assert said == []


async def test_other_commands_say_nothing_where_there_is_no_ledger(tmp_path: Path) -> None:
    """Before the first worker there is nothing that could be stopped."""
    said: list[str] = []

    assert await glance(Settings(home=tmp_path / "new"), said.append) == []
    assert said == []


@pytest.mark.parametrize("within", [2.0, 0.0])
async def test_other_commands_go_on_when_nobody_knows(
    tmp_path: Path, unused_tcp_port: int, monkeypatch: pytest.MonkeyPatch, within: float
) -> None:
    """A database that is away keeps nobody from looking at campaigns, and is mentioned."""
    monkeypatch.setattr(opening, "_GLANCE", within)
    url = f"postgresql+asyncpg://phoenix:secret@127.0.0.1:{unused_tcp_port}/phoenix"
    said: list[str] = []

    assert await glance(Settings(home=tmp_path, ledger_url=url), said.append) == []

    (told,) = said
    assert told.startswith("it is not known whether publishing is stopped: ")
    assert "secret" not in told
