"""A campaign goes on with the ledger that admitted it, and a copy or a backup says what it is.

Longer than 250 lines because every promise is about one ledger, used, restored, copied and moved.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine

from activities.ledger import SqlLedger
from activities.ledger.identity import check_whole
from activities.ledger.unusable import Unusable
from activities.ledger.upkeep import back_up, restored
from activities.ports import Claim, Claimed, Finished, StepStatus, Taken
from contracts import (
    ContractInvalid,
    Infrastructure,
    LedgerIdentity,
    OtherLedger,
    StepLost,
)

ORDER = "a" * 64
LEASE, OVER = timedelta(minutes=1), timedelta()
STRANGER = UUID("3f0c6c3e-0000-4000-8000-000000000001")


async def ask(
    ledger: SqlLedger, meant: LedgerIdentity | None, *, lease: timedelta = OVER
) -> Claimed | Taken | Finished:
    """Ask for the step in the name of a campaign that was admitted by some ledger."""
    return await ledger.steps.claim(
        "step", 0, input_sha256=ORDER, holder="me", lease=lease, ledger=meant
    )


async def claimed(
    ledger: SqlLedger, meant: LedgerIdentity | None, *, lease: timedelta = OVER
) -> Claimed:
    """Ask for the step and get it."""
    answer = await ask(ledger, meant, lease=lease)
    assert isinstance(answer, Claimed)
    return answer


async def test_a_ledger_keeps_its_identity(ledger: SqlLedger, ledger_url: str) -> None:
    """Every worker of one ledger sees the same one, in its first epoch."""
    other = SqlLedger(ledger_url)

    identity = await ledger.identity()

    assert identity == await other.identity()
    assert identity.epoch == 1
    await ledger.check(identity)
    await other.close()


async def test_another_ledger_notes_nothing(ledger: SqlLedger) -> None:
    """A worker with a ledger of its own does not begin what another ledger may have done."""
    here = await ledger.identity()
    meant = LedgerIdentity(id=STRANGER, epoch=1)

    with pytest.raises(OtherLedger, match=rf"admitted by the ledger {STRANGER}.*{here.id}"):
        await ask(ledger, meant)
    with pytest.raises(OtherLedger, match="PHOENIX_LEDGER_URL"):
        await ledger.check(meant)

    assert (await claimed(ledger, here)).is_new


async def test_another_ledger_does_not_take_over_either(ledger: SqlLedger) -> None:
    """Also a step that it knows is not its business when the campaign is another ledger's."""
    here = await ledger.identity()
    first = await claimed(ledger, here)

    with pytest.raises(OtherLedger):
        await ask(ledger, LedgerIdentity(id=STRANGER, epoch=1))

    assert await claimed(ledger, here) == Claimed(
        Claim("step", 0, first.claim.token + 1), StepStatus.CLAIMED, None, input_sha256=ORDER
    )


async def test_an_earlier_state_of_a_ledger_is_another_ledger(ledger: SqlLedger) -> None:
    """A copy that was left behind does not go on with what was admitted after the restore."""
    later = (await ledger.identity()).model_copy(update={"epoch": 2})

    with pytest.raises(OtherLedger, match=r"epoch 2 .* a copy of it in epoch 1"):
        await ask(ledger, later)
    with pytest.raises(OtherLedger):
        await ledger.check(later)


async def test_a_worker_that_runs_notices_a_restore(ledger: SqlLedger, ledger_url: str) -> None:
    """With its next claim, and without being started anew."""
    first = await ledger.identity()

    raised = await restored(ledger_url)

    assert raised == first.model_copy(update={"epoch": 2})
    assert await ledger.identity() == raised
    await ledger.check(first)
    assert not (await claimed(ledger, first)).is_complete


@pytest.mark.parametrize("is_known", [True, False], ids=["in the backup", "forgotten"])
async def test_what_was_admitted_before_a_restore_is_not_on_record_in_full(
    ledger: SqlLedger, ledger_url: str, *, is_known: bool
) -> None:
    """Whether the backup knows a step or not, what was done after it is in no ledger."""
    before = await ledger.identity()
    if is_known:
        await claimed(ledger, before)
    await restored(ledger_url)

    step = await claimed(ledger, before)

    assert (step.is_complete, step.is_new) == (False, not is_known)
    again = await claimed(ledger, before)
    assert (again.is_complete, again.is_new) == (False, False)


async def test_what_was_admitted_before_ledgers_had_identities_goes_on(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """An order without a ledger is one of the first epoch."""
    assert (await claimed(ledger, None)).is_complete

    await restored(ledger_url)

    assert not (await claimed(ledger, None)).is_complete


async def test_what_is_admitted_after_a_restore_is_on_record(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """A restore costs later campaigns nothing."""
    after = await restored(ledger_url)

    step = await claimed(ledger, after)

    assert (step.is_complete, step.is_new) == (True, True)


async def test_what_is_certain_again_is_on_record_in_full(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """Once a channel has said that it has nothing, the step is like any other."""
    before = await ledger.identity()
    await restored(ledger_url)
    doubtful = await claimed(ledger, before)

    await ledger.steps.end_call(doubtful.claim)

    assert (await claimed(ledger, before)).is_complete


async def test_what_is_done_is_done_after_a_restore_too(ledger: SqlLedger, ledger_url: str) -> None:
    """A result that the backup holds stands."""
    before = await ledger.identity()
    step = await claimed(ledger, before)
    await ledger.steps.finish(step.claim, StepStatus.DONE, "{}")

    await restored(ledger_url)

    assert await ask(ledger, before) == Finished(StepStatus.DONE, "{}")


async def test_a_claim_from_before_a_restore_is_nobodys(ledger: SqlLedger, ledger_url: str) -> None:
    """A worker that slept through a restore writes nothing, although its token fits again."""
    before = await ledger.identity()
    stale = await claimed(ledger, before, lease=LEASE)

    await restored(ledger_url)

    with pytest.raises(StepLost):
        await ledger.steps.begin_call(stale.claim, LEASE)
    with pytest.raises(StepLost):
        await ledger.steps.finish(stale.claim, StepStatus.DONE, "{}")


async def test_no_token_is_given_out_twice(ledger: SqlLedger, ledger_url: str) -> None:
    """Whoever takes a step after a restore has a higher token than anybody before it."""
    before = await ledger.identity()
    tokens = [(await claimed(ledger, before)).claim.token for _ in range(3)]
    for _ in range(2):
        await restored(ledger_url)
        tokens += [(await claimed(ledger, before)).claim.token for _ in range(3)]

    assert tokens == sorted(set(tokens))


@pytest.fixture
async def home(tmp_path: Path) -> Path:
    """Return a folder with a ledger that was used there."""
    home = tmp_path / "home"
    ledger = SqlLedger(url_in(home))
    await claimed(ledger, None)
    await ledger.close()
    return home


def spoil(file: Path, begin: float) -> None:
    """Write over a part of a database's file that begins at so much of it."""
    whole = bytearray(file.read_bytes())
    first = int(len(whole) * begin)
    whole[first : first + 8192] = b"\xff" * 8192
    file.write_bytes(whole)


def url_in(folder: Path) -> str:
    """Return the URL of the ledger in a folder."""
    return f"sqlite:///{folder / 'ledger.db'}"


async def test_a_copy_notices_that_it_is_one(home: Path, tmp_path: Path) -> None:
    """A snapshot of an installation that is started elsewhere publishes nothing a second time."""
    shutil.copytree(home, tmp_path / "copy")
    copy, original = SqlLedger(url_in(tmp_path / "copy")), SqlLedger(url_in(home))

    with pytest.raises(
        ContractInvalid, match=rf"is a copy of .*{home}.*starter\.py ledger restored"
    ):
        await copy.ready()

    await original.ready()
    for ledger in (copy, original):
        await ledger.close()


async def test_a_copy_that_takes_the_place_of_the_first_is_restored(
    home: Path, tmp_path: Path
) -> None:
    """Who moves to another disk says so once, and nothing that was under way counts as unsent."""
    before = SqlLedger(url_in(home))
    identity = await before.identity()
    await before.close()
    shutil.copytree(home, tmp_path / "copy")

    raised = await restored(url_in(tmp_path / "copy"))

    copy = SqlLedger(url_in(tmp_path / "copy"))
    assert raised == await copy.identity() == identity.model_copy(update={"epoch": 2})
    assert not (await claimed(copy, identity)).is_complete
    await copy.close()


async def test_a_ledger_that_was_moved_is_no_copy(home: Path, tmp_path: Path) -> None:
    """A folder may get another name."""
    shutil.move(home, tmp_path / "elsewhere")
    ledger = SqlLedger(url_in(tmp_path / "elsewhere"))

    await ledger.ready()

    await ledger.close()


async def test_a_file_that_was_replaced_is_noticed_by_who_uses_it(
    home: Path, tmp_path: Path
) -> None:
    """A worker that was left running does not go on writing into a file that is gone."""
    running = SqlLedger(url_in(home))
    identity = await running.identity()
    await back_up(url_in(home), tmp_path / "backup.db")
    shutil.move(tmp_path / "backup.db", home / "ledger.db")

    with pytest.raises(ContractInvalid, match="is a backup"):
        await claimed(running, identity)
    raised = await restored(url_in(home))

    assert await running.identity() == raised
    assert not (await claimed(running, identity)).is_complete
    await running.close()


async def test_a_file_that_is_gone_is_not_made_anew_by_who_uses_it(
    home: Path, tmp_path: Path
) -> None:
    """Between the two halves of a restore, a running worker waits and makes no other ledger."""
    running = SqlLedger(url_in(home))
    await running.ready()
    shutil.move(home, tmp_path / "elsewhere")

    with pytest.raises(Infrastructure, match="does not answer"):
        await claimed(running, None)

    shutil.move(tmp_path / "elsewhere", home)
    assert isinstance(await ask(running, None), Claimed)
    await running.close()


async def test_nothing_is_restored_where_no_ledger_is(tmp_path: Path) -> None:
    """A mistyped URL makes no ledger that passes for a restored one."""
    with pytest.raises(ContractInvalid, match=r"ledger\.db is not there"):
        await restored(url_in(tmp_path))

    assert not (tmp_path / "ledger.db").exists()


@pytest.mark.parametrize(
    ("begin", "told"),
    [
        (0, "cannot be used: file is not a database.*put its backup .*Restore the le"),
        (0.5, "is damaged .*-wal"),
    ],
    ids=["its head", "its middle"],
)
async def test_a_damaged_ledger_is_not_restored(home: Path, begin: float, told: str) -> None:
    """What the write-ahead log of another state has spoiled is noticed before anybody uses it."""
    ledger = SqlLedger(url_in(home))
    for number in range(300):
        await ledger.steps.claim(
            f"step {number}", 0, input_sha256=ORDER, holder="me" * 90, lease=OVER
        )
    await ledger.close()
    spoil(home / "ledger.db", begin)

    with pytest.raises(ContractInvalid, match=told):
        await restored(url_in(home))


def test_a_list_of_tables_that_is_spoiled_is_noticed(tmp_path: Path) -> None:
    """SQLite does not get as far as a check of what it cannot even list."""
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE steps (step_key TEXT)")
        made.commit()
    whole = bytearray(path.read_bytes())
    whole[100:200] = b"x" * 100
    path.write_bytes(whole)
    engine = create_engine(f"sqlite:///{path}")

    with engine.connect() as connection, pytest.raises(Unusable, match="is damaged"):
        check_whole(connection)

    engine.dispose()
