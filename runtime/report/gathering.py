"""Putting a campaign's report together from its run, the ledger, the store and the auditor's key.

What one of them does not give is said in the report, and never guessed.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

from activities.ledger.remembered import Remembered, RememberedStep
from activities.references import References
from activities.store import SweepableStores
from contracts import CampaignError, CampaignPayload, CampaignRequest, CampaignStatus, LogAction
from contracts.base import utc_now
from runtime.audit.proof import Submission, prove
from runtime.audit.replies import VerifiedReport
from runtime.audit.stored_bytes import compare_in_store
from runtime.audit.trust import trust_of
from runtime.campaigns.client import Campaigns
from runtime.campaigns.endings import status_from
from runtime.campaigns.present import present_of
from runtime.installation.comparing import why_apart
from runtime.ledger.opening import glance
from runtime.refusals import NotCarriedOut, Refused, WrongUse
from runtime.report.replies import CampaignReport, NotedStep, ReportSource, TracedActivity
from runtime.settings import Settings
from runtime.temporal.errors import UnknownCampaign, no_worker


@dataclass(frozen=True)
class GatheredReport:
    """A report, and the bytes of its pictures as far as they were read."""

    report: CampaignReport
    pictures: Mapping[str, bytes]
    """By SHA-256."""


@dataclass
class _Gathering:
    settings: Settings
    campaigns: Campaigns
    stores: SweepableStores
    execution: UUID
    not_known: list[str] = field(default_factory=list[str])

    async def gathered(self, *, with_bytes: bool) -> GatheredReport:
        source = ReportSource.TEMPORAL
        if (why := await why_apart(self.settings)) is not None:
            self.not_known.append(f"what this store does not hold may lie in another: {why}")
        try:
            known = await self.campaigns.look(self.execution)
        except UnknownCampaign as unknown:
            source, known = ReportSource.LEDGER, await self._remembered(unknown)
        if known is None:
            raise no_worker(str(self.execution))
        status, payload = known
        store = self.stores.of(payload.tenant_id)
        present = await present_of(status, payload, store, with_bytes=with_bytes)
        report = CampaignReport(
            as_of=utc_now(),
            source=source,
            campaign=present.campaign,
            payload=payload,
            request=await self._request(source, payload),
            proof=await self._proof(payload),
            steps=await self._steps(payload),
            activities=await self._activities(source),
            not_known=self.not_known,
        )
        return GatheredReport(report, present.pictures)

    async def _remembered(
        self, unknown: UnknownCampaign
    ) -> tuple[CampaignStatus, CampaignPayload] | None:
        try:
            found: Remembered | None = await glance(
                self.settings, lambda ledger: ledger.remembered.execution(self.execution)
            )
        except WrongUse as error:
            raise Refused(f"{unknown}; and the ledger could not be asked: {error}") from error
        if found is None:
            raise unknown
        if found.outcome is None:
            raise Refused(
                f"{unknown}; the ledger knows that execution {self.execution} began, and not how "
                "it ended"
            )
        return status_from(found.outcome), found.outcome

    async def _request(
        self, source: ReportSource, payload: CampaignPayload
    ) -> CampaignRequest | None:
        try:
            if source is ReportSource.TEMPORAL:
                return await self.campaigns.request(self.execution)
            digest = next(
                str(one.metadata.get("request_sha256"))
                for one in payload.execution_log
                if one.action == LogAction.RECEIVED
            )
            return await References(self.stores.of(payload.tenant_id)).read(CampaignRequest, digest)
        except StopIteration:
            self.not_known.append("what was asked is not remembered: the outcome does not name it")
            return None
        except (NotCarriedOut, CampaignError) as error:
            self.not_known.append(f"what was asked cannot be read: {error}")
            return None

    async def _proof(self, payload: CampaignPayload) -> VerifiedReport | None:
        report = payload.present_audit
        if report is None:
            return None
        compare = partial(compare_in_store, str(self.settings.artifacts), payload.tenant_id)
        try:
            trusted = trust_of(None, None, None, self.settings.auditor_key)
            submission = Submission(report, None, payload)
            # It opens an event loop of its own to read the store.
            return await asyncio.to_thread(prove, submission, trusted, compare, must_be_there=False)
        except WrongUse as error:
            self.not_known.append(f"the report's signature was not verified: {error}")
            return None

    async def _steps(self, payload: CampaignPayload) -> list[NotedStep] | None:
        try:
            rows = await glance(self.settings, lambda ledger: ledger.remembered.steps(payload))
        except WrongUse as error:
            self.not_known.append(f"the ledger's steps are left out: {error}")
            return None
        if rows is None:
            self.not_known.append(
                "the ledger's steps are left out: the workers' ledger is not reached from here"
            )
            return None
        return [_noted(one) for one in rows]

    async def _activities(self, source: ReportSource) -> list[TracedActivity] | None:
        if source is ReportSource.LEDGER:
            self.not_known.append(
                "attempts, durations and what was under way are left out: Temporal has forgotten "
                "the run's history, and the ledger alone remembers how it ended"
            )
            return None
        return list(await self.campaigns.activities(self.execution))


async def gather(
    settings: Settings,
    campaigns: Campaigns,
    stores: SweepableStores,
    execution: UUID,
    *,
    with_bytes: bool,
) -> GatheredReport:
    """Return everything that is known of a campaign, running or not.

    Args:
        settings: Where the ledger and the auditor's key are.
        campaigns: Those that Temporal knows.
        stores: Where artefacts lie.
        execution: Which campaign.
        with_bytes: Whether its pictures are read as well.

    Raises:
        Refused: Neither Temporal nor the ledger can tell of it, or it runs and no worker answers.
    """
    gathering = _Gathering(settings, campaigns, stores, execution)
    return await gathering.gathered(with_bytes=with_bytes)


def _noted(one: RememberedStep) -> NotedStep:
    return NotedStep(
        step_key=one.step_key,
        revision=one.revision,
        status=one.status,
        token=one.token,
        worker=one.holder,
        calls=one.calls,
        is_open=one.is_open,
        input_sha256=one.input_sha256,
        result_sha256=one.result_sha256,
        changed=one.changed_at,
    )
