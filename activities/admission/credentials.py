"""Whether the channels of a request would take it, asked when it is admitted."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from activities.accounts import SOON, TO_DO, Standing, Verdict, ask, concern
from activities.ports import Publishers
from contracts import CampaignRequest, as_prose

LONGEST: Final = 2.0
"""Seconds that asking may take: admission has three, and works without an answer."""
_KEPT: Final = timedelta(minutes=1)
"""How long an answer counts: however many campaigns begin, a network is asked once meanwhile."""
_KEPT_REFUSED: Final = timedelta(hours=1)
"""How long a refusal counts. Bluesky lets an account be signed in to 300 times a day as it says,
and 100 as it does (https://github.com/bluesky-social/bsky-docs/issues/183), refused attempts
included; and a variable that was mended is read by a worker that starts, which knows no refusal."""
_LONGEST_NOTE: Final = 300
"""Characters, as a status has room for."""


@dataclass(frozen=True)
class _Kept:
    standing: Standing
    until: float
    """By the clock of the event loop."""


class CredentialCheck:
    """What may keep a request's channels from publishing; the answers are kept for a while."""

    def __init__(
        self, publishers: Publishers, clock: Callable[[], datetime], longest: float = LONGEST
    ) -> None:
        """Take whom to ask, what tells the time, and the seconds that asking may take."""
        self._publishers = publishers
        self._clock = clock
        self._longest = longest
        self._kept: dict[str, _Kept] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def notes(self, request: CampaignRequest) -> list[str]:
        """Return what speaks against publishing, a line for each channel of which that is known.

        The channels are asked side by side; one that cannot be asked says nothing.
        """
        channels = list(dict.fromkeys(plan.channel for plan in request.channels))
        standings = await asyncio.gather(*map(self._standing, channels))
        now = self._clock()
        timing = request.timing
        due = max(now, timing.publish_not_before or now)
        last = max(due, now + SOON, timing.publish_before or now)
        return [
            as_prose(" ".join(f"{channel}: {said}".split()), _LONGEST_NOTE)
            for channel, standing in zip(channels, standings, strict=True)
            if (said := _said(standing, due, last)) is not None
        ]

    async def _standing(self, channel: str) -> Standing:
        # Who finds somebody asking waits for that answer, which has its own time limit.
        async with self._turns[channel]:
            now = asyncio.get_running_loop().time()
            kept = self._kept.get(channel)
            if kept is None or kept.until <= now:
                standing = await ask(channel, self._publishers.of(channel), self._longest)
                is_refused = standing.verdict is Verdict.REFUSED
                holds = _KEPT_REFUSED if is_refused else _KEPT
                kept = _Kept(standing, now + holds.total_seconds())
                self._kept[channel] = kept
            return kept.standing


def _said(standing: Standing, due: datetime, last: datetime) -> str | None:
    match standing.verdict:
        case Verdict.REFUSED:
            # What to do comes first: what a network says may be cut.
            return f"nothing could be published as things stand. {TO_DO} {standing.why}"
        case Verdict.UNKNOWN:
            return f"whether it can be published is unknown: {standing.why}"
        case _:
            return None if standing.account is None else concern(standing.account, due, last)
