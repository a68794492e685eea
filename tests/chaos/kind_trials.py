"""What is tried of each kind of publisher: by itself, and all of them at once."""

import random
from collections.abc import Sequence
from typing import Final
from uuid import uuid5

from activities.publish.registry import KINDS
from contracts import Language, Reconciliation
from tests.chaos.trials import NAMES, PUBLISHING, Hit, Trial
from tests.support.publishing.networks.troubles import Trouble

TROUBLES: Final = (
    Trouble.CUT_AFTER,
    Trouble.BROKEN_BEFORE,
    Trouble.BROKEN_AFTER,
    Trouble.BUSY,
    Trouble.NONSENSE,
    Trouble.CUT_BEFORE,
    Trouble.REFUSED,
)
"""What the server of a kind does with some call of half of the campaigns."""

LANGUAGES: Final = (Language.SPANISH, Language.ENGLISH)
"""Of the campaigns that go out through every kind at once, in turn."""


def kind_trials(seed: int, many: int, kinds: Sequence[str]) -> list[Trial]:
    """Return so many trials of each kind: every instant in turn, killed or now and then stopped."""
    made = [
        Trial(
            number=place * many + number,
            execution_id=str(uuid5(NAMES, f"{seed}:{kind}:{number}")),
            level=_level_of(kind),
            point=PUBLISHING[number % len(PUBLISHING)],
            hit=_killed_or_stopped(number),
            faults=_trouble(number),
            kind=kind,
        )
        for place, kind in enumerate(kinds)
        for number in range(many)
    ]
    random.Random(seed).shuffle(made)  # noqa: S311 - repeatable on purpose
    return made


def together_trials(seed: int, many: int, kinds: Sequence[str]) -> list[Trial]:
    """Return the channels of so many campaigns, each through all kinds, in two languages in turn.

    A campaign's worker is hit once: at an instant of one channel's publication, each in turn, while
    the others are under way. In half of the campaigns another channel meets a trouble.
    """
    made: list[Trial] = []
    for number in range(many):
        hit, troubled = kinds[number % len(kinds)], kinds[(number // 2) % len(kinds)]
        for place, kind in enumerate(kinds):
            one = Trial(
                number=number * len(kinds) + place,
                execution_id=str(uuid5(NAMES, f"{seed}:together:{number}")),
                level=_level_of(kind),
                point=PUBLISHING[number % len(PUBLISHING)] if kind == hit else None,
                hit=_killed_or_stopped(number),
                faults=_trouble(number) if kind == troubled else (),
                kind=kind,
                language=LANGUAGES[(number + number // len(kinds)) % len(LANGUAGES)],
            )
            made.append(one)
    return made


def _level_of(kind: str) -> str:
    return KINDS[kind].reconciliation or Reconciliation.QUERYABLE


def _killed_or_stopped(number: int) -> Hit:
    return Hit.STOP if number % 5 == 4 else Hit.KILL


def _trouble(number: int) -> tuple[str, ...]:
    """Return what every other campaign meets."""
    return () if number % 2 else (TROUBLES[number // 2 % len(TROUBLES)],)
