"""Rows of the ledger that belong to executions which ended long ago, and that nothing needs."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Final, Protocol

from contracts import CampaignError
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.sweep.replies import OutlivedRows

_TOLD_EVERY: Final = 100
"""Transactions after which the operator hears something."""


class Counted(Protocol):
    """Numbers of rows."""

    @property
    def steps(self) -> int:
        """Steps of executions."""
        ...

    @property
    def recipients(self) -> int:
        """Those to whom a mailing went."""
        ...


class Retention(Protocol):
    """What of a ledger nothing can need any more."""

    def outlived(self, age: timedelta, *, removing: bool) -> AsyncGenerator[Counted]:
        """Count what belongs to executions that ended longer ago than that, some at a time."""
        ...


async def outlived(retention: Retention, days: int, say: Say, *, removing: bool) -> OutlivedRows:
    """Count the rows that nothing needs, and take them away if that is wanted.

    Raises:
        WrongUse: The ledger cannot be used so, or does not answer; what was taken away by then is
            gone, and the same again goes on.
    """
    steps, recipients, number = 0, 0, 0
    try:
        async for some in retention.outlived(timedelta(days=days), removing=removing):
            steps, recipients, number = steps + some.steps, recipients + some.recipients, number + 1
            if number % _TOLD_EVERY == 0:
                say(f"{'removed' if removing else 'found'} {steps + recipients:,} old rows so far")
    except CampaignError as error:
        gone = f"after {steps + recipients:,} rows were removed" if removing else "at its old rows"
        raise WrongUse(f"the sweep of the ledger stopped {gone}: {error}") from error
    return OutlivedRows(older_than_days=days, steps=steps, recipients=recipients)
