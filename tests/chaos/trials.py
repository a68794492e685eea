"""What is tried: one execution each, with one channel, one crash and one list of faults."""

import random
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid5

from activities.publish.registry import KINDS
from contracts import TASK_QUEUE, Place
from tests.chaos.faults import Fault
from tests.support.builders import PLACEMENTS

CHANNELS: Final[Mapping[str, str]] = {"keyed": "instagram", "queryable": "x", "neither": "email"}
"""Which channel of a campaign stands for which level of honesty."""

WITHIN: Final = 4.0
"""Seconds after its first claim within which a campaign is cancelled, if it is."""

NAMES: Final = UUID("6b1f6a0c-3c2e-4c59-9a5d-2f2d1f6a6f01")
"""From which the executions of a run have their ids."""


class Point(StrEnum):
    """The instants of an execution at which its worker may be hit, in their order."""

    BEFORE_ADMISSION = "before it is let in"
    """Of campaigns that are retried only: the ledger takes steps over there, and closes others."""
    ADMITTED = "after it is let in"
    """Whether or not it was."""
    BEFORE_CLAIM = "before the claim"
    CLAIMED = "after the claim"
    BEFORE_CALL = "before the call"
    AFTER_CALL = "after the call"
    """Whatever came of it: an effect, an answer, or neither."""
    BEFORE_WRITE = "before the ledger write"
    WRITTEN = "after the ledger write"
    REPORTING = "before the report"
    BEFORE_RETRACTION = "before the retraction"
    """Of campaigns that are cancelled only; see `Trial.cancelled`."""
    AFTER_RETRACTION = "after the retraction"


ADMITTING: Final = (Point.BEFORE_ADMISSION, Point.ADMITTED)
RETRACTING: Final = (Point.BEFORE_RETRACTION, Point.AFTER_RETRACTION)
PUBLISHING: Final = tuple(point for point in Point if point not in {*ADMITTING, *RETRACTING})
"""The instants that every campaign comes to."""


class Hit(StrEnum):
    """What hits the worker."""

    KILL = "kill"
    """SIGKILL; another worker starts at once."""
    FREEZE = "freeze"
    """SIGSTOP until its step's lease and its call's time-out are over, then SIGCONT."""
    STOP = "stop"
    """SIGTERM, after which what is in flight may end; another worker starts at once."""


class Course(StrEnum):
    """What becomes of a campaign besides being published once from what was made first."""

    RETRIED = "retried"
    """It fails with one channel out and another not, and is run again from there."""
    REVIEWED = "revised for a reviewer"
    MENDED = "revised after the audit"
    REVIEWED_AND_RETRIED = "revised, and retried in vain"
    """A retry takes over a first revision only: it is not let in, and sends nothing."""


FAULTS: Final[tuple[tuple[Fault | None, ...], ...]] = (
    (),
    (Fault.CUT_AFTER,),
    (Fault.ERROR_BEFORE,),
    (Fault.HANG_AFTER,),
    (Fault.BUSY,),
    (Fault.ERROR_AFTER,),
    (Fault.CUT_BEFORE,),
    (Fault.NO_ID,),
    (Fault.REFUSE,),
    (Fault.NONSENSE,),
    (Fault.HANG_BEFORE,),
    (Fault.HUGE_ERROR,),
    (Fault.SLOW,),
    (Fault.DUPLICATE,),
    (Fault.TIMEOUT,),
    (Fault.WRONG_KEY,),
    (Fault.REDIRECT,),
    (Fault.CUT_AFTER, Fault.ERROR_AFTER),
    (Fault.ERROR_BEFORE, Fault.CUT_AFTER),
)
"""What the platform does with the first calls of a campaign, half of the campaigns none."""


_ANYWHERE: Final[Mapping[str, str]] = {"outbox": "instagram", "webhook": "x"}


@dataclass(frozen=True)
class Trial:
    """One campaign of a run, or one of its channels."""

    number: int
    execution_id: str
    level: str
    point: str | None
    hit: str
    faults: tuple[str, ...]
    cancelled: float | None = None
    """Seconds from its first claim to its cancellation, which asks for retraction."""
    sabotage: str = ""
    """Which protection its workers lack, to see whether the checker notices."""
    kind: str = ""
    """The kind of publisher that it is tried with; none for the platform."""
    language: str = ""
    """Of a campaign that goes out through every kind at once: then this is one of its channels, and
    the others are trials with the same execution."""
    course: str = ""
    """What becomes of its campaign besides; nothing, unless it is a `Course`."""
    formers: tuple[str, ...] = ()
    """The failed executions of which this one is the retry, oldest first."""
    fails: bool = False
    """Whether its channel refuses it whatever is tried, so that there is something to retry."""

    @property
    def channel(self) -> str:
        """The channel on which it is published."""
        return channel_of(self.kind) if self.kind else CHANNELS[self.level]

    @property
    def place(self) -> Place:
        """Where it is published."""
        return Place(self.channel, PLACEMENTS.get(self.channel, "post"))

    @property
    def queue(self) -> str:
        """The task queue of the workers that carry it out."""
        return queue_of(self.sabotage)

    @property
    def is_reviewed(self) -> bool:
        """Whether somebody asks for a change before approving what is published."""
        is_first = not self.formers
        return is_first and self.course in {Course.REVIEWED, Course.REVIEWED_AND_RETRIED}

    @property
    def is_mended(self) -> bool:
        """Whether what is made first has a fault that the audit finds."""
        return self.course == Course.MENDED

    @property
    def is_let_in(self) -> bool:
        """Whether the ledger has to let it in."""
        return not (self.formers and self.course == Course.REVIEWED_AND_RETRIED)

    def to_json(self) -> dict[str, Any]:
        """Return it as the evidence keeps it."""
        return asdict(self) | {
            "channel": self.channel,
            "revised": self.is_reviewed or self.is_mended,
            "let_in": self.is_let_in,
        }


def channel_of(kind: str) -> str:
    """Return the channel that stands for a kind: its own, or one that any kind may serve."""
    return KINDS[kind].limits or _ANYWHERE[kind]


def queue_of(sabotage: str) -> str:
    """Return the task queue of the workers that lack a protection, or of those that lack none."""
    return f"{TASK_QUEUE}-{sabotage}" if sabotage else TASK_QUEUE


def trials(seed: int, many: int, levels: tuple[str, ...] = tuple(CHANNELS)) -> list[Trial]:
    """Return the trials of a run: every level, point and fault in turn, in an order by seed.

    Every eighth worker that is hit is frozen, and every third one is told to stop. Every fifth
    campaign is cancelled, at a random instant of its publication; of these, a third is hit where
    it takes something back.
    """
    points: list[Point | None] = [*PUBLISHING, None]
    made: list[Trial] = []
    for number in range(many):
        turn, level = divmod(number, len(levels))
        round_, place = divmod(turn, len(points))
        faults = FAULTS[(turn + round_ * 5) // 2 % len(FAULTS)] if (turn + round_) % 2 else ()
        made.append(
            Trial(
                number=number,
                execution_id=str(uuid5(NAMES, f"{seed}:{number}")),
                level=levels[level],
                point=points[place],
                hit=_hit(round_, place),
                faults=tuple(fault or "" for fault in faults),
            )
        )
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    chance.shuffle(made)
    return [
        _cancelled(one, place // 5, chance) if place % 5 == 4 else one
        for place, one in enumerate(made)
    ]


def _hit(round_: int, place: int) -> Hit:
    """Return how a worker is hit, so that each instant is met by every kind of hit."""
    if place == round_ % 8:
        return Hit.FREEZE
    return Hit.STOP if (round_ + place) % 3 == 0 else Hit.KILL


def _cancelled(one: Trial, turn: int, chance: random.Random) -> Trial:
    """Return a campaign that is cancelled, of which every third one is hit as it retracts."""
    if turn % 3 or one.level == "neither":
        return replace(one, cancelled=round(chance.uniform(0, WITHIN), 2))
    # What is out by then is taken back for certain, so that there is something to be hit at.
    return replace(one, point=RETRACTING[turn // 3 % 2], faults=(), cancelled=WITHIN)
