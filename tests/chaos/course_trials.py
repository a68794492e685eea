"""What is tried of campaigns that are revised, retried, or both: every instant in turn."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count, permutations
from typing import Final
from uuid import UUID, uuid5

from contracts import retry_id
from tests.chaos.faults import Fault
from tests.chaos.trials import (
    ADMITTING,
    CHANNELS,
    NAMES,
    PUBLISHING,
    Course,
    Hit,
    Point,
    Trial,
)

_LEVELS: Final = tuple(CHANNELS)
_PAIRS: Final = tuple(permutations(CHANNELS, 2))
"""What is out, and what has failed, by how honest each channel is."""
_REFUSED: Final = (Fault.REFUSE,) * 6
"""As often as a channel may be called: it fails, whoever makes the call."""
_FAULTS: Final[tuple[tuple[Fault, ...], ...]] = (
    (),
    (Fault.CUT_AFTER,),
    (Fault.ERROR_BEFORE,),
    (),
    (Fault.NONSENSE,),
)
_OF_WHAT_IS_OUT: Final = (Point.BEFORE_CLAIM, Point.CLAIMED)
"""The instants that a retry comes to where it has nothing to do."""
_ANYWHERE: Final = (*ADMITTING, *PUBLISHING, *_OF_WHAT_IS_OUT)


def course_trials(seed: int, many: int) -> list[Trial]:
    """Return so many campaigns of each course, each with a trial for every channel it goes through.

    A campaign that is revised is hit where it publishes the revision. One that is retried is hit in
    its retry: as that is let in, as what failed is published, or as what is out is left alone; and
    every other one was hit before, in its first execution.
    """
    campaigns = [
        [replace(one, course=course) for one in plan(number, f"{seed}:{course}:{number}")]
        for course, plan in _PLANS.items()
        for number in range(many)
    ]
    random.Random(seed).shuffle(campaigns)  # noqa: S311 - repeatable on purpose
    numbers = count()
    return [replace(one, number=next(numbers)) for campaign in campaigns for one in campaign]


def retried_trials(
    first: str, levels: Sequence[str], faults: Sequence[Fault] = ()
) -> tuple[Trial, Trial, Trial, Trial]:
    """Return a campaign of which one channel fails, and its retry; nobody is hit.

    Args:
        first: The id of its first execution.
        levels: How honest the channel is that publishes it at once, and how the one that refuses.
        faults: What the retry meets where the first execution was refused.
    """
    again = str(retry_id(UUID(first)))
    out, failed = (Trial(0, first, level, None, Hit.KILL, ()) for level in levels)
    kept, sent = (replace(one, execution_id=again, formers=(first,)) for one in (out, failed))
    failed = replace(failed, faults=_REFUSED, fails=True)
    return out, failed, kept, replace(sent, faults=tuple(faults))


def _retried(number: int, name: str) -> Sequence[Trial]:
    place, levels = number % len(_ANYWHERE), _PAIRS[number % len(_PAIRS)]
    out, failed, kept, sent = retried_trials(_execution(name), levels, _faults(number, levels[1]))
    if number % 2:
        first_hit = Hit.FREEZE if number % 4 == 1 else Hit.KILL
        point = PUBLISHING[number // 2 % len(PUBLISHING)]
        if number // 2 % 2:
            failed = replace(failed, point=point, hit=first_hit)
        else:
            out = replace(out, point=point, hit=first_hit)
    if place < len(ADMITTING) + len(PUBLISHING):
        sent = replace(sent, point=_ANYWHERE[place], hit=_hit(number))
    else:
        kept = replace(kept, point=_ANYWHERE[place], hit=_hit(number))
    return out, failed, kept, sent


def _revised(number: int, name: str) -> Sequence[Trial]:
    level = _LEVELS[number % len(_LEVELS)]
    point, faults = PUBLISHING[number % len(PUBLISHING)], _faults(number, level)
    return [Trial(0, _execution(name), level, point, _hit(number), faults)]


def _retried_in_vain(number: int, name: str) -> Sequence[Trial]:
    out, failed, kept, sent = retried_trials(_execution(name), _PAIRS[number % len(_PAIRS)])
    return [
        replace(out, point=PUBLISHING[number % len(PUBLISHING)], hit=_hit(number)),
        failed,
        kept,
        replace(sent, point=ADMITTING[number % len(ADMITTING)]),
    ]


_PLANS: Final[Mapping[Course, Callable[[int, str], Sequence[Trial]]]] = {
    Course.RETRIED: _retried,
    Course.REVIEWED: _revised,
    Course.MENDED: _revised,
    Course.REVIEWED_AND_RETRIED: _retried_in_vain,
}


def _execution(name: str) -> str:
    return str(uuid5(NAMES, name))


def _faults(number: int, level: str) -> tuple[Fault, ...]:
    """Return what a channel meets; one that cannot tell meets nothing, or it would be asked of."""
    return () if level == "neither" else _FAULTS[number % len(_FAULTS)]


def _hit(number: int) -> Hit:
    if number % 7 == 3:
        return Hit.FREEZE
    return Hit.STOP if number % 5 == 4 else Hit.KILL
