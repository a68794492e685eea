"""A short chaos run in every test, and the proof that its checker would notice."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pytest

from activities.publish.registry import KINDS
from tests.chaos.checker import Verdict, judge, total
from tests.chaos.course_trials import retried_trials
from tests.chaos.evidence import Evidence
from tests.chaos.faults import Fault
from tests.chaos.run import Plan, Second, run
from tests.chaos.trials import WITHIN, Course, Hit, Point, Trial
from tests.support.publishing.networks.troubles import Trouble

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def trial(
    number: int,
    level: str,
    point: Point | None,
    *faults: Fault,
    hit: Hit = Hit.KILL,
    cancelled: float | None = None,
    lacks: str = "",
) -> Trial:
    """Return a campaign on a channel of one level of honesty, whose worker is hit once."""
    execution = f"00000000-0000-4000-8000-{number:012}"
    return Trial(number, execution, level, point, hit, faults, cancelled, sabotage=lacks)


WHOLE: Final = (
    trial(1, "keyed", Point.BEFORE_CLAIM, Fault.ERROR_BEFORE),
    trial(2, "queryable", Point.CLAIMED, Fault.CUT_AFTER),
    trial(3, "neither", Point.BEFORE_CALL),
    trial(4, "keyed", Point.AFTER_CALL, Fault.CUT_AFTER),
    trial(5, "queryable", Point.BEFORE_WRITE),
    trial(6, "neither", Point.WRITTEN),
    trial(7, "queryable", Point.REPORTING, Fault.NONSENSE),
    trial(8, "queryable", None, Fault.HANG_AFTER),
    trial(9, "keyed", None, Fault.REFUSE),
    trial(10, "keyed", Point.BEFORE_CALL, hit=Hit.FREEZE),
    trial(14, "queryable", Point.BEFORE_CALL, hit=Hit.STOP),
    trial(15, "keyed", Point.BEFORE_RETRACTION, cancelled=WITHIN),
    trial(16, "queryable", None, Fault.HANG_AFTER, cancelled=0.5),
)
"""Every instant once, every level, every hit, and faults of every kind."""


def kind_trial(number: int, kind: str, point: Point, *troubles: Trouble) -> Trial:
    """Return a campaign through a kind of publisher, whose worker is killed once."""
    level = KINDS[kind].reconciliation
    assert level is not None
    return replace(trial(number, level, point), kind=kind, faults=troubles)


OF_KINDS: Final = (
    kind_trial(17, "bluesky", Point.AFTER_CALL, Trouble.BROKEN_AFTER),
    kind_trial(18, "mastodon", Point.BEFORE_WRITE, Trouble.CUT_AFTER),
    kind_trial(19, "telegram", Point.AFTER_CALL),
)
"""A kind of each level, against its own server; all kinds take longer than a test may."""


def retried(number: int, course: Course, point: Point) -> tuple[Trial, ...]:
    """Return a campaign whose second channel refuses it, and its retry, whose worker is killed."""
    first = trial(number, "keyed", None).execution_id
    *others, sent = retried_trials(first, ("keyed", "queryable"))
    channels = enumerate([*others, replace(sent, point=point)])
    return tuple(replace(one, number=number + n, course=course) for n, one in channels)


OF_COURSES: Final = (
    *retried(20, Course.RETRIED, Point.AFTER_CALL),
    *retried(24, Course.REVIEWED_AND_RETRIED, Point.ADMITTED),
    replace(trial(28, "queryable", Point.AFTER_CALL, Fault.CUT_AFTER), course=Course.MENDED),
)
"""A retry, one that has to be refused, and a revision; the others take longer than a test may."""

SABOTAGED: Final = (
    trial(11, "queryable", Point.AFTER_CALL, lacks="reconcile"),
    trial(12, "queryable", Point.BEFORE_CALL, hit=Hit.FREEZE, lacks="fencing"),
    trial(13, "queryable", Point.AFTER_CALL, lacks="ledger"),
)
"""What no campaign survives whose workers lack this protection."""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Verdict]:
    """Return what the checker says of each campaign; they wait most of the time, so all at once."""
    folder = tmp_path_factory.mktemp("chaos")
    planned = [*WHOLE, *OF_KINDS, *OF_COURSES, *SABOTAGED]
    plan = Plan(planned, slots=1, second=Second.VISITING)
    asyncio.run(run(plan, folder))
    return judge(Evidence.read(folder))


def test_no_crash_and_no_fault_publishes_twice_or_loses_anything(
    verdicts: Mapping[int, Verdict],
) -> None:
    """Whatever a worker dies of and however the platform fails, the truth is told, and told once.

    So it is while a worker of another host, with a ledger of its own, takes the work as well.
    """
    sabotaged = {one.number for one in SABOTAGED}
    verdict = total({of: one for of, one in verdicts.items() if of not in sabotaged})

    assert verdict.is_good, verdict
    assert verdict.campaigns == len(WHOLE) + len(OF_KINDS) + len(OF_COURSES)
    assert verdict.fired == verdict.planned
    assert verdict.cancelled == sum(one.cancelled is not None for one in WHOLE)
    assert verdict.retracted
    assert verdict.refused_here
    assert verdict.asked == 1
    assert (verdict.taken_over, verdict.not_let_in) == (1, 2)


@pytest.mark.parametrize("one", SABOTAGED, ids=lambda one: one.sabotage)
def test_the_checker_notices_when_a_protection_is_missing(
    verdicts: Mapping[int, Verdict], one: Trial
) -> None:
    """A campaign without one of the protections is published twice, and the checker sees it."""
    assert verdicts[one.number].doubles
