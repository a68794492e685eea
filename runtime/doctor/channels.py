"""How each channel is reached, as the file of channels says."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from activities.accounts import SOON, TO_DO, Standing, Verdict, ask, concern, told
from activities.publish.kind import PublisherTools
from contracts import ContractInvalid, as_prose, utc_now
from domain.platforms import known_placements
from runtime.accounts import LONGEST
from runtime.doctor.replies import Finding, Health
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.channels import build_publishers

_BEFORE_IT_ENDS: Final = "Put credentials that hold longer into the variable that the file names."
_SPARE_CALLS: Final = "Wait, or let fewer programs call the network as this account."


async def examine_channels(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the file of channels, at the secrets that it names, and whether they are accepted.

    Raises:
        WrongUse: It does not fit, or a secret is missing.
    """
    tools = PublisherTools(clock=utc_now, outbox=settings.outbox)
    try:
        publishers = build_publishers(
            settings.channels, tools, os.environ, must_exist=not settings.has_default_channels
        )
        channels = sorted({placement.channel for placement in known_placements()})
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    try:
        by_kind: dict[str, list[str]] = {}
        for channel in channels:
            by_kind.setdefault(publishers.route_of(channel).kind, []).append(channel)
        for kind, served in by_kind.items():
            yield Finding(
                part=f"channels by {kind}",
                health=Health.WELL,
                says=as_prose(", ".join(served)),
            )
        standings = await asyncio.gather(
            *(ask(each, publishers.of(each), LONGEST) for each in channels)
        )
        for channel, standing in zip(channels, standings, strict=True):
            if standing.verdict is not Verdict.UNASKED:
                yield finding_of(channel, standing, utc_now())
    finally:
        await publishers.close()


def finding_of(channel: str, standing: Standing, now: datetime) -> Finding:
    """Say as whom a channel is published on, or why nothing would be.

    Args:
        channel: It.
        standing: What it answered.
        now: When.
    """
    part = f"account of {channel}"
    account = standing.account
    if account is None:
        is_refused = standing.verdict is Verdict.REFUSED
        return Finding(
            part=part,
            health=Health.FAULTY if is_refused else Health.DOUBTFUL,
            says=as_prose(standing.why),
            to_do=TO_DO if is_refused else None,
        )
    doubt = concern(account, now, now + SOON)
    ends = account.expires is not None and account.expires <= now + SOON
    return Finding(
        part=part,
        health=Health.WELL if doubt is None else Health.DOUBTFUL,
        says=as_prose(told(account) if doubt is None else f"{told(account)}: {doubt}"),
        to_do=None if doubt is None else _BEFORE_IT_ENDS if ends else _SPARE_CALLS,
        account=account,
    )
