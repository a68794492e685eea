"""How each channel is reached, as the file of channels says."""

import asyncio
import os
from collections.abc import AsyncIterator
from typing import Final

from activities.publish.kind import PublisherTools
from contracts import ContractInvalid, as_prose, utc_now
from domain.platforms import known_placements
from runtime.accounts import TO_DO, Account, Verdict, ask
from runtime.doctor.replies import Finding, Health
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.channels import build_publishers

_HEALTH: Final = {
    Verdict.ACCEPTED: Health.WELL,
    Verdict.UNKNOWN: Health.DOUBTFUL,
    Verdict.REFUSED: Health.FAULTY,
}


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
        accounts = await asyncio.gather(*(ask(each, publishers.of(each)) for each in channels))
        for channel, account in zip(channels, accounts, strict=True):
            if account.verdict is not Verdict.UNASKED:
                yield _finding(channel, account)
    finally:
        await publishers.close()


def _finding(channel: str, account: Account) -> Finding:
    """Say as whom a channel is published on, or why nothing would be."""
    return Finding(
        part=f"account of {channel}",
        health=_HEALTH[account.verdict],
        says=as_prose(account.says),
        to_do=TO_DO if account.verdict is Verdict.REFUSED else None,
    )
