"""How each channel is reached, as the file of channels says."""

import os
from collections.abc import AsyncIterator

from activities.publish.kind import PublisherTools
from contracts import ContractInvalid, as_prose, utc_now
from domain.platforms import known_placements
from runtime.doctor.replies import Finding, Health
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.channels import build_publishers


async def examine_channels(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the file of channels and at the secrets that it names.

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
    finally:
        await publishers.close()
