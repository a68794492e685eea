"""Whoever is written to is on record before, and once."""

import asyncio
from datetime import timedelta

from activities.ledger import SqlLedger
from activities.ledger.upkeep import restored
from activities.ports import Claimed, Deliveries, Delivery

ANA, BEA, CAI = ("a" * 64, "b" * 64, "c" * 64)


async def test_nobody_is_begun_twice(ledger: SqlLedger) -> None:
    """Of many processes that want to write to the same readers, each reader has one."""
    both = [ANA, BEA]

    won = await asyncio.gather(
        *(ledger.recipients.note("step", ended={}, begins=both) for _ in range(5))
    )

    assert sorted(reader for each in won for reader in each) == both
    assert await ledger.recipients.known("step") == Deliveries(
        {ANA: Delivery.UNDER_WAY, BEA: Delivery.UNDER_WAY}
    )


async def test_outcomes_stand_and_who_was_sent_nothing_is_forgotten(ledger: SqlLedger) -> None:
    """A reader to whom nothing went can be begun again, and nobody else."""
    await ledger.recipients.note("step", ended={}, begins=[ANA, BEA, CAI])

    begun = await ledger.recipients.note(
        "step",
        ended={ANA: Delivery.ACCEPTED, BEA: Delivery.REFUSED, CAI: None},
        begins=[ANA, BEA, CAI],
    )

    assert begun == {CAI}
    assert (await ledger.recipients.known("step")).by_recipient == {
        ANA: Delivery.ACCEPTED,
        BEA: Delivery.REFUSED,
        CAI: Delivery.UNDER_WAY,
    }


async def test_publications_do_not_know_each_other_s_readers(ledger: SqlLedger) -> None:
    """The same reader gets the letters of two campaigns."""
    await ledger.recipients.note("step", ended={}, begins=[ANA])

    assert await ledger.recipients.known("other") == Deliveries({})
    assert await ledger.recipients.note("other", ended={}, begins=[ANA]) == {ANA}


async def test_a_ledger_that_was_restored_says_that_it_may_have_forgotten(
    ledger: SqlLedger, ledger_url: str
) -> None:
    """What began before the backup may have gone on after it; what begins later is on record."""
    lease = timedelta(seconds=1)
    before = await ledger.steps.claim("step", 0, input_sha256=ANA, holder="me", lease=lease)
    assert isinstance(before, Claimed)
    await ledger.recipients.note("step", ended={}, begins=[ANA])

    await restored(ledger_url)

    assert not (await ledger.recipients.known("step")).is_complete
    meant = await ledger.identity()
    await ledger.steps.claim("later", 0, input_sha256=ANA, holder="me", lease=lease, ledger=meant)
    assert (await ledger.recipients.known("later")).is_complete
