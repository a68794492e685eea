"""A sweep says how much of the ledger has outlived its use, and how far it came when it stops."""

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from activities.ledger.retention import Outlived
from contracts import Infrastructure
from runtime.refusals import WrongUse
from runtime.sweep import outlived as looking
from runtime.sweep.outlived import outlived
from runtime.sweep.replies import OutlivedRows


class FakeRetention:
    """A ledger with some old rows, which may stop answering."""

    def __init__(self, *found: Outlived, away: bool = False) -> None:
        self.found = found
        self.away = away
        self.asked: list[tuple[timedelta, bool]] = []

    async def outlived(self, age: timedelta, *, removing: bool) -> AsyncGenerator[Outlived]:
        """See the port."""
        self.asked.append((age, removing))
        for one in self.found:
            yield one
        if self.away:
            raise Infrastructure("The ledger does not answer.")


async def test_the_sum_of_all_rows_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many transactions it takes, an operator hears in between how far it has come."""
    monkeypatch.setattr(looking, "_TOLD_EVERY", 2)
    ledger = FakeRetention(Outlived(steps=2), Outlived(recipients=5), Outlived(steps=1))
    told: list[str] = []

    answer = await outlived(ledger, 30, told.append, removing=True)
    await outlived(ledger, 30, told.append, removing=False)

    assert answer == OutlivedRows(older_than_days=30, steps=3, recipients=5)
    assert ledger.asked == [(timedelta(days=30), True), (timedelta(days=30), False)]
    assert told == ["removed 7 old rows so far", "found 7 old rows so far"]


@pytest.mark.parametrize(
    ("removing", "told"),
    [(True, "stopped after 4 rows were removed"), (False, "stopped at its old rows")],
)
async def test_a_ledger_that_goes_away_is_told_with_what_is_gone(
    *, removing: bool, told: str
) -> None:
    """Nobody wonders what is left, and the same command goes on."""
    with pytest.raises(WrongUse, match=f"{told}: The ledger does not answer"):
        await outlived(
            FakeRetention(Outlived(steps=4), away=True), 30, lambda _: None, removing=removing
        )
