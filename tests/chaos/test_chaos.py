"""A short chaos run in every test, and the proof that its checker would notice."""

import asyncio
from pathlib import Path
from typing import Final

import pytest

from tests.chaos.checker import Evidence, Verdict, judge, total
from tests.chaos.run import Plan, run
from tests.chaos.trials import Hit, Point, Trial, trials

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(170)]

SEED: Final = 7


def trial(number: int, point: Point | None, hit: Hit = Hit.KILL) -> Trial:
    """Return a campaign on a channel that can only be asked, and is hit once."""
    execution = f"00000000-0000-4000-8000-{number:012}"
    return Trial(number, execution, "queryable", point, hit, ())


RUNS: Final = {
    "": [one for one in trials(SEED, 48) if one.hit == Hit.KILL][:15],
    "reconcile": [trial(1, Point.AFTER_CALL), trial(2, Point.BEFORE_WRITE), trial(3, None)],
    "fencing": [trial(1, Point.BEFORE_CALL, Hit.FREEZE), trial(2, None), trial(3, None)],
    "ledger": [trial(1, Point.AFTER_CALL), trial(2, Point.WRITTEN), trial(3, None)],
}
"""What is run, by the protection that is switched off."""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    """Return what the checker says of each run; they wait most of the time, so they run at once."""

    async def judged(sabotage: str) -> Verdict:
        folder: Path = tmp_path_factory.mktemp(sabotage or "whole")
        await run(Plan(RUNS[sabotage], sabotage, workers=2), folder)
        return total(judge(Evidence.read(folder)))

    async def all_judged() -> list[Verdict]:
        return await asyncio.gather(*(judged(sabotage) for sabotage in RUNS))

    return dict(zip(RUNS, asyncio.run(all_judged()), strict=True))


def test_no_crash_and_no_fault_publishes_twice_or_loses_anything(
    verdicts: dict[str, Verdict],
) -> None:
    """Whatever instant a worker dies at and however the platform fails, the truth is told once."""
    verdict = verdicts[""]

    assert verdict.is_good, verdict
    assert verdict.campaigns == len(RUNS[""])


@pytest.mark.parametrize("sabotage", ["reconcile", "fencing", "ledger"])
def test_the_checker_notices_when_a_protection_is_missing(
    verdicts: dict[str, Verdict], sabotage: str
) -> None:
    """A run without one of the protections has doubles, and they are found."""
    assert verdicts[sabotage].doubles
