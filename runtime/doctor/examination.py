"""The examination: every part is looked at, side by side and for a bounded time."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Final

from contracts import CampaignError, as_prose
from runtime.doctor.channels import examine_channels
from runtime.doctor.keys import examine_keys
from runtime.doctor.memories import examine_ledger, examine_store, examine_tenants
from runtime.doctor.providers import examine_providers
from runtime.doctor.replies import Diagnosis, Finding, Health
from runtime.doctor.temporal import examine_temporal
from runtime.refusals import NotCarriedOut
from runtime.settings import Settings

_LONGEST: Final = 20.0
"""Seconds that the examination of one part may take."""


@dataclass(frozen=True)
class Part:
    """A part of an installation, and how it is examined.

    What an examiner cannot find out it raises; what it has found before still counts.
    """

    name: str
    examine: Callable[[Settings], AsyncIterator[Finding]]


PARTS: Final = (
    Part("temporal", examine_temporal),
    Part("ledger", examine_ledger),
    Part("artefact store", examine_store),
    Part("keys", examine_keys),
    Part("tenants", examine_tenants),
    Part("channels", examine_channels),
    Part("providers", examine_providers),
)


async def diagnose(settings: Settings, parts: tuple[Part, ...] = PARTS) -> Diagnosis:
    """Return what is found about every part. Nothing is started, written or sent.

    Args:
        settings: They say where everything is.
        parts: What is looked at.
    """
    found = await asyncio.gather(*(_examined(part, settings) for part in parts))
    return Diagnosis.of([finding for findings in found for finding in findings])


async def _examined(part: Part, settings: Settings) -> list[Finding]:
    found: list[Finding] = []

    def fault(what: str) -> Finding:
        is_known = any(one.part == part.name for one in found)
        name = f"rest of {part.name}" if is_known else part.name
        return Finding(part=name, health=Health.FAULTY, says=as_prose(what))

    try:
        async with asyncio.timeout(_LONGEST):
            async for finding in part.examine(settings):
                found.append(finding)  # noqa: PERF401 - what was found before a fault is kept
    except (NotCarriedOut, CampaignError) as error:
        found.append(fault(str(error)))
    except TimeoutError:
        found.append(fault(f"gave no answer within {_LONGEST:g} seconds"))
    except Exception as error:  # noqa: BLE001 - whatever is broken there is what was to be found out
        found.append(fault(f"cannot be examined: {type(error).__name__}: {error}"))
    return found
