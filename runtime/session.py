"""What one command works with: the settings, the connection, and somebody to do the work.

Longer than 250 lines because it has one method for each thing that commands have done.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from temporalio.runtime import Runtime, TelemetryConfig

from contracts import (
    CampaignRequest,
    CampaignStatus,
    ContractInvalid,
    MetricsRecord,
    PublicationStatus,
    TenantPolicy,
    WaitingFor,
    workflow_id,
)
from contracts.base import utc_now
from runtime.campaigns.client import Campaigns
from runtime.campaigns.endings import Proofs
from runtime.campaigns.limits import Policies
from runtime.campaigns.messages import operator
from runtime.campaigns.replies import StartedCampaign
from runtime.embedded.down import in_both, stopped_if_refused
from runtime.embedded.replies import Running
from runtime.embedded.ui import ensure_ui, ui_address
from runtime.embedded.worker import KeptWorker, ensure_worker
from runtime.progress import Say
from runtime.refusals import NotCarriedOut, WrongUse
from runtime.settings import Settings, load_settings
from runtime.temporal import connection
from runtime.temporal.errors import AttributeRefused, UnknownCampaign
from runtime.temporal.plugin import client_identity
from runtime.temporal.target import Target, read_target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from activities.store import SweepableStores
    from contracts import Publication, Stop
    from runtime.campaigns.present import Present
    from runtime.erasure.replies import ErasedTenant
    from runtime.files.request import PreparedRequest
    from runtime.report.gathering import GatheredReport
    from runtime.schedule.schedules import Schedules
    from runtime.sweep.replies import UnreferencedArtifacts


_Question = Callable[..., Awaitable[str | None]]
"""Returns why something cannot be used, or `None`."""


@dataclass(frozen=True)
class Session:
    """One command's connection to the campaigns."""

    settings: Settings
    campaigns: Campaigns
    namespace: str
    address: str
    is_embedded: bool
    outdated: KeptWorker | None = None
    """Why the embedded worker still has former settings, if it has."""
    asked: dict[_Question, str | None] = field(default_factory=dict[_Question, str | None])
    """What was asked before anything began, with the answers: a batch asks once."""

    def must_be_current(self) -> None:
        """Refuse what would be done with other settings than the operator means.

        Raises:
            KeptWorker: The embedded worker has former ones.
        """
        if self.outdated is not None:
            raise self.outdated

    async def start(self, prepared: "PreparedRequest", *, beside: bool = False) -> StartedCampaign:
        """Store what the request refers to, then start it or attach to its run.

        Args:
            prepared: The request with its files.
            beside: Whether it may run beside another run of the campaign, with whatever content.

        Raises:
            Refused: Another run of the campaign is still to be published, or its tenant has as many
                open campaigns as it may.
            WrongUse: The artefact store's location is none, or no worker could go on with it.
        """
        await self.must_be_fit()
        try:
            if not beside:
                await self.campaigns.refuse_beside(prepared.request)
            await self.campaigns.refuse_beyond_limit(prepared.request)
            notes = await self.store(prepared)
            started = await self.campaigns.start(prepared.request, operator())
        except AttributeRefused as error:
            raise await self.what_it_lacks(error) from error
        return started.model_copy(update={"notes": notes})

    async def store(self, prepared: "PreparedRequest") -> tuple[str, ...]:
        """Store what a request refers to, and return what is to be said of it and its sources.

        Raises:
            WrongUse: The artefact store's location is none, or no worker could go on with it.
        """
        # No other command stores what a request names.
        from runtime.files.sources import notes_on_sources  # noqa: PLC0415

        stores = self._stores()
        await self.must_be_fit()
        doubts = await self._doubts(stores) if prepared.attachments else ()
        notes = await asyncio.to_thread(notes_on_sources, prepared, utc_now())
        await prepared.store(stores)
        return (*prepared.notes, *notes, *doubts)

    @property
    def schedules(self) -> "Schedules":
        """The schedules of campaigns on the same Temporal."""
        return self.campaigns.schedules

    async def present(self, known: CampaignStatus, *, with_bytes: bool) -> "Present":
        """Return what would go out of a campaign as it stands.

        Raises:
            Refused: Nobody can tell.
            WrongUse: The artefact store's location is none.
        """
        from runtime.campaigns.present import present_of  # noqa: PLC0415 - few commands look

        payload = await self.campaigns.payload(known.execution_id)
        store = self._stores().of(known.tenant_id)
        return await present_of(known, payload, store, with_bytes=with_bytes)

    async def report(self, execution: UUID, *, with_bytes: bool) -> "GatheredReport":
        """Return everything that is known of a campaign, also when Temporal has forgotten it.

        Raises:
            Refused: Nobody can tell.
            WrongUse: The artefact store's location is none.
        """
        from runtime.report.gathering import gather  # noqa: PLC0415 - no other command looks back

        stores = self._stores()
        return await gather(self.settings, self.campaigns, stores, execution, with_bytes=with_bytes)

    async def what_became_of(self, unknown: UnknownCampaign) -> NotCarriedOut:
        """Return what to say of a campaign that Temporal does not know."""
        from runtime.ledger.forgotten import what_became_of  # noqa: PLC0415 - few end like that

        return await what_became_of(self.settings, unknown)

    async def what_it_lacks(self, refused: AttributeRefused) -> AttributeRefused:
        """Return what to say where Temporal has refused a search attribute."""
        why = await self.campaigns.why_attributes_refused()
        return refused if why is None else AttributeRefused(why)

    async def why_apart(self) -> str | None:
        """Return why artefact store and ledger do not belong together, as far as it is known here.

        What is stored in such a store is not what workers read.
        """
        from runtime.installation.comparing import why_apart  # noqa: PLC0415 - few commands ask

        return await why_apart(self.settings)

    async def must_be_fit(self) -> None:
        """Refuse to begin what no worker could go on with as it is meant.

        Raises:
            KeptWorker: The embedded worker has former settings.
            WrongUse: The ledger can be used by no worker, the artefact store is not the ledger's,
                or the namespace lacks a search attribute, be it written late.
        """
        self.must_be_current()
        from runtime.installation.comparing import why_apart, why_unusable  # noqa: PLC0415 - as above

        why = (
            await self._once(why_unusable, self.settings)
            or await self._once(why_apart, self.settings)
            or await self._once(self.campaigns.why_not_found)
        )
        if why is not None:
            raise WrongUse(f"nothing was stored or started: {why}")

    async def _doubts(self, stores: "SweepableStores") -> tuple[str, ...]:
        """Return what speaks for a store from which no worker reads, once."""
        from runtime.installation.comparing import why_unused  # noqa: PLC0415 - as above

        is_new = why_unused not in self.asked
        doubt = await self._once(why_unused, stores)
        return (doubt,) if is_new and doubt is not None else ()

    async def _once(self, question: _Question, *about: object) -> str | None:
        if question not in self.asked:
            self.asked[question] = await question(*about)
        return self.asked[question]

    def _stores(self) -> "SweepableStores":
        from runtime.wiring.stores import open_stores  # noqa: PLC0415 - few commands store or read

        try:
            return open_stores(self.settings.artifacts)
        except ContractInvalid as error:
            raise WrongUse(f"PHOENIX_ARTIFACTS: {error}") from error

    async def tell(self, example: MetricsRecord, status: CampaignStatus) -> bool:
        """Give example metrics for what was sent, once the campaign listens; say whether it did."""
        if status.wait is None or status.wait.on is not WaitingFor.METRICS:
            return False
        sent = {one.channel for one in status.channels if one.status is PublicationStatus.SENT}
        fitting = [one for one in example.metrics if one.channel in sent]
        if fitting:
            record = MetricsRecord(metrics=fitting, final=example.final)
            await self.campaigns.send(status.execution_id, record)
        return True

    async def sweep(
        self, older_than: timedelta, say: Say, *, removing: bool
    ) -> "UnreferencedArtifacts":
        """List the stored artefacts that nothing refers to, and remove them if that is wanted.

        Raises:
            Refused: It is not known what is in use, so nothing was removed; or the sweep stopped.
            WrongUse: The ledger, the store or Temporal cannot be used.
        """
        from runtime.sweep import sweeping  # noqa: PLC0415 - no other command loads the database

        return await sweeping.sweep(
            self.settings,
            self.campaigns,
            older_than,
            utc_now(),
            say,
            removing=removing,
        )

    async def erase_tenant(self, tenant_id: UUID, say: Say, *, erasing: bool) -> "ErasedTenant":
        """Count everything that is held of a tenant, and take it away if that is wanted.

        Raises:
            Refused: The tenant has open campaigns, or something could not be taken away.
            WrongUse: The ledger, the store or Temporal cannot be used.
        """
        from runtime.erasure.erasing import Erasure  # noqa: PLC0415 - as above

        erasure = Erasure(self.settings, self.campaigns, tenant_id, say)
        return await erasure.carry_out(erasing=erasing)

    async def link(self, execution: UUID) -> str | None:
        """Return where the run can be looked at, when that is known."""
        if not self.is_embedded:
            return None
        try:
            run = await self.campaigns.run_id(execution)
        except NotCarriedOut:
            return None
        runs = f"{ui_address(self.settings)}/namespaces/{self.namespace}/workflows"
        return f"{runs}/{workflow_id(execution)}/{run}/history"

    def outbox_page(self, tenant_id: UUID) -> str:
        """Return where the page lies that shows everything that a tenant has in the outbox."""
        from activities.publish.outbox.files import overview_of  # noqa: PLC0415 - few commands ask

        return overview_of(self.settings.outbox, tenant_id).as_uri()

    def running(self) -> Running:
        """Return where everything is."""
        return Running(
            address=self.address,
            web_ui=ui_address(self.settings) if self.is_embedded else None,
            home=str(self.settings.home),
        )

    async def stops(self, say: Say) -> "Sequence[Stop]":
        """Return what is stopped, as far as it can be told from here, oldest first."""
        from runtime.ledger.stops import glance  # noqa: PLC0415 - others do without the database

        return await glance(self.settings, say)


def _proofs(settings: Settings, say: Say) -> Proofs:
    async def prove(request: CampaignRequest) -> "Sequence[Publication] | None":
        from runtime.ledger.publications import proven  # noqa: PLC0415 - few ask the database

        return await proven(settings, say, request)

    return prove


def _policies(settings: Settings) -> Policies:
    async def look(tenant: UUID) -> TenantPolicy | None:
        from runtime.wiring.policies import policy_of  # noqa: PLC0415 - few commands start one

        return await policy_of(settings, tenant)

    return look


async def open_session(say: Say) -> Session:
    """Connect, and see to it that the embedded server has a worker when it is the one in use.

    Raises:
        WrongUse: The settings are wrong, or Temporal cannot be reached.
    """
    settings = load_settings()
    # The SDK's core would write what it retries to stdout, into the answer.
    silent = Runtime(telemetry=TelemetryConfig(logging=None))
    Runtime.set_default(silent, error_if_already_set=False)
    target = read_target(settings)
    if target.is_embedded:
        async with stopped_if_refused(settings, say):
            return await _joined(settings, target, say)
    return await _joined(settings, target, say)


async def _joined(settings: Settings, target: Target, say: Say) -> Session:
    client = await connection.connect(settings, say, client_identity(settings.identity))
    campaigns = Campaigns(client, _proofs(settings, say), _policies(settings))
    outdated: KeptWorker | None = None
    if target.is_embedded:
        try:
            await in_both(
                ensure_ui(settings, say), ensure_worker(settings, say, campaigns.why_unread)
            )
        except KeptWorker as error:
            outdated = error  # campaigns in flight can be seen, paused and cancelled all the same
            say(str(error))
            error.was_said = True
    return Session(
        settings,
        campaigns,
        client.namespace,
        target.address,
        target.is_embedded,
        outdated,
    )
