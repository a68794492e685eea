"""Which fault meets which request to the platform, as a plan or a seed says."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Fault(StrEnum):
    """What can go wrong with one request; without any, it is answered well."""

    REFUSE = "refuse"
    """400; nothing is out."""
    BUSY = "429"
    """With `Retry-After: 2`; nothing is out."""
    UNAVAILABLE = "503"
    """With a date one minute ahead as `Retry-After`; nothing is out."""
    TIMEOUT = "408"
    """Nothing is out."""
    ERROR_BEFORE = "500-before"
    """Nothing is out."""
    REDIRECT = "redirect"
    """308 to another endpoint; nothing is out."""
    HANG_BEFORE = "hang-before"
    """No answer until the caller goes; nothing is out."""
    CUT_BEFORE = "cut-before"
    """The connection is reset; nothing is out."""
    SLOW = "slow"
    """A good answer, but not at once."""
    ERROR_AFTER = "500-after"
    """It is out."""
    SEE_OTHER = "see-other"
    """303 to a page; it is out."""
    HANG_AFTER = "hang-after"
    """It is out; no answer until the caller goes."""
    CUT_AFTER = "cut-after"
    """It is out; the connection is reset."""
    DUPLICATE = "duplicate"
    """It is out; the answer comes twice."""
    NO_ID = "no-id"
    """It is out; the answer is 200 without an id."""
    NONSENSE = "nonsense"
    """It is out; the answer is 200 and no JSON."""
    WRONG_KEY = "wrong-key"
    """It is out; the answer names another key."""
    HUGE_ERROR = "huge-error"
    """It is out; the answer is 500 with 10 MB."""
    FORGET = "forget"
    """The key is forgotten before the request is looked at, as when its time is over."""
    LATE = "late"
    """It is out only when the caller has gone: no protocol helps against it, so no seed has it."""


NOTHING_OUT: Final = {
    Fault.REFUSE,
    Fault.BUSY,
    Fault.UNAVAILABLE,
    Fault.TIMEOUT,
    Fault.ERROR_BEFORE,
    Fault.REDIRECT,
    Fault.HANG_BEFORE,
    Fault.CUT_BEFORE,
}
"""Faults that come before the effect, and instead of it."""

_BY_SEED: Final = tuple(one for one in Fault if one not in {Fault.REFUSE, Fault.FORGET, Fault.LATE})


@dataclass(frozen=True)
class Plan:
    """Which request meets which fault: as it is written, or else as the seed says.

    What is written maps a request to the faults of attempts 1, 2 and so on; an empty name is no
    fault. A request is `#3` (the third key that was seen), the beginning of a key, or `*`; with
    `GET ` or `DELETE ` before it, a question or a retraction. The first that fits counts.
    """

    written: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    seed: int = 0
    rate: float = 0.0
    """The share of publications' attempts that meet a fault by seed, from 0 to 1."""
    most: int = 3
    """Attempts of one key that can meet a fault by seed; later ones are answered well."""

    def fault(self, method: str, key: str, number: int, attempt: int) -> Fault | None:
        """Return what this attempt meets; equal for equal arguments."""
        for name, faults in self.written.items():
            verb, _, what = name.rpartition(" ")
            if (verb or "POST") == method and (what in ("*", f"#{number}") or key.startswith(what)):
                chosen = faults[attempt - 1] if attempt <= len(faults) else ""
                return Fault(chosen) if chosen else None
        chance = random.Random(f"{self.seed}:{key}:{attempt}")  # noqa: S311 - no secret hangs on it
        if method != "POST" or attempt > self.most or chance.random() >= self.rate:
            return None
        return chance.choice(_BY_SEED)


@dataclass(frozen=True)
class NextCalls(Plan):
    """Faults that the next publications meet, each once, whichever request makes them."""

    waiting: list[Fault] = field(default_factory=list[Fault])

    def fault(self, method: str, key: str, number: int, attempt: int) -> Fault | None:
        """Return what this attempt meets, and let no other one meet it."""
        del key, number, attempt
        return self.waiting.pop(0) if self.waiting and method == "POST" else None
