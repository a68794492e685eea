"""How much there is of something at present, asked again and again and told as metrics."""

import asyncio
import logging
from typing import Final

from temporalio.client import Client
from temporalio.common import MetricMeter
from temporalio.service import RPCError

from activities.admission.open_campaigns import ARE_OPEN
from activities.ports import Stops
from activities.retrying import Pause
from activities.telemetry import level
from contracts import (
    ATTRIBUTE_AWAITING_REVIEW,
    ATTRIBUTE_STATE,
    CampaignError,
    CampaignState,
)
from domain.telemetry import AWAITING_REVIEW, OPEN_CAMPAIGNS, STOPS_IN_FORCE

EVERY: Final = 30.0
"""Seconds between two looks: each costs Temporal nine counts, and the ledger a read."""

log = logging.getLogger("phoenix.worker")


class Census:
    """What is there, by Temporal and by the ledger: every worker of them counts the same."""

    def __init__(self, client: Client, stops: Stops, meter: MetricMeter) -> None:
        self._client = client
        self._stops = stops
        self._meter = meter
        self._told = ""

    async def keep(self, pause: Pause = asyncio.sleep) -> None:
        """Count and tell until it is cancelled; while nobody answers, the last numbers stay."""
        while True:
            try:
                await self.take()
                self._told = ""
            except (RPCError, CampaignError) as error:
                if str(error) != self._told:
                    log.warning("how much there is cannot be counted: %s", error)
                self._told = str(error)
            await pause(EVERY)

    async def take(self) -> None:
        """Count once.

        Raises:
            RPCError: Temporal does not answer, or not to this client.
            CampaignError: The ledger does not answer.
        """
        for state in CampaignState:
            found = await self._count(f'{ATTRIBUTE_STATE} = "{state}"')
            level(self._meter, OPEN_CAMPAIGNS, found, state=state)
        level(
            self._meter, AWAITING_REVIEW, await self._count(f"{ATTRIBUTE_AWAITING_REVIEW} = true")
        )
        level(self._meter, STOPS_IN_FORCE, len(await self._stops.current()))

    async def _count(self, condition: str) -> int:
        return (await self._client.count_workflows(f"{ARE_OPEN} AND {condition}")).count
