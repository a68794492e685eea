"""Everything a campaign has made and met, and the two views of it that callers may have.

Longer than 250 lines because a campaign's memory and the two views of it name the same fields, and
change together.
"""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Final

from contracts import (
    Admission,
    ArtifactRef,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    CancelMessage,
    ChannelMetrics,
    FailureReason,
    GateDecision,
    LearnReport,
    LogAction,
    ModelUsage,
    Place,
    Publication,
    PublicationStatus,
    QualityReport,
    ReviewDecision,
    StageResult,
    StrategyBrief,
    TraceEntry,
    TrustedAuditor,
    VisualAsset,
    Wait,
    WaitingFor,
    size_as_json,
    summed,
)
from domain.notes import channel_notes, source_notes
from domain.publications import channel_statuses
from domain.revisions import spent
from domain.signing import digest
from workflows.failures import CampaignEnded, Failure
from workflows.lifecycle import CampaignEvent, CampaignLifecycle
from workflows.log_metadata import fitting
from workflows.measures import Measures

_SINGLE_TRACES: Final = 10
"""Events of a kind that outsiders can cause which are logged one by one; then powers of ten."""

MAX_PAYLOAD_BYTES: Final = 1024 * 1024
"""What a campaign may grow to by what stages make and people send. Temporal carries 2 MiB; the rest
is for what nobody may refuse, such as what became of a publication."""

ORCHESTRATOR: Final = "orchestrator"
"""The actor of everything that the workflow itself decides."""


class Record:
    """One campaign's memory. It only grows, and it takes its time from whoever owns it.

    Its time stands still between two events that the history dates, since a replay tells another
    time after work that was done within the workflow's own task.
    """

    def __init__(
        self,
        request: CampaignRequest,
        clock: Callable[[], datetime],
        measures: Measures | None = None,
    ) -> None:
        self.request = request
        self.measures = measures or Measures()
        self.admission: Admission | None = None
        self.auditors: list[TrustedAuditor] = []
        self.brief: StrategyBrief | None = None
        self.brief_sha256 = ""
        self.radar: ArtifactRef | None = None
        self.assets: list[VisualAsset] = []
        self.report: QualityReport | None = None
        self.report_sha256 = ""
        self.decided = False
        self.reviews: list[ReviewDecision] = []
        self.review: ReviewDecision | None = None
        self.under_way: Callable[[], Collection[Place]] = list
        """Says at which places publishing has begun."""
        self.failures: dict[Place, Failure] = {}
        self.publications: list[Publication] = []
        self.metrics: list[ChannelMetrics] = []
        self.measured: list[Place] = []
        self.learning: LearnReport | None = None
        self.gate: GateDecision | None = None
        self.judged: str | None = None
        self.wait: Wait | None = None
        self.deadlines: dict[WaitingFor, datetime] = {}
        self.paused = False
        self.closing = False
        self.finished = False
        self.reason: FailureReason | None = None
        self.details: str | None = None
        self.announced: CancelMessage | None = None
        self.amended: CancelMessage | None = None
        self.cancelling = False
        self.cancellation: CancelMessage | None = None
        self.revision = 0
        self.retry_count = 0
        self.restarts = 0
        self.duplicates = 0
        self.usage: list[ModelUsage] = []
        self._lifecycle = CampaignLifecycle()
        self._clock = clock
        self.moment = clock()
        self._log: list[TraceEntry] = []
        self._audit_digests: list[str] = []
        self.seen: dict[str, int] = {}

    def look_at_clock(self) -> None:
        """Take the time of an event: a message, or the end of an activity or a wait."""
        self.moment = self._clock()

    def trace(self, actor: str, action: LogAction, /, **metadata: Any) -> None:
        """Log one thing that happened; what it says is cut to what an entry holds."""
        # A recalled log may come from a clock that was ahead, and a log never goes back.
        moment = max([self.moment, *(entry.timestamp for entry in self._log[-1:])])
        self._log.append(
            TraceEntry(
                timestamp=moment,
                actor_service=actor,
                action=action,
                metadata=fitting(metadata),
            )
        )

    def trace_some(self, actor: str, action: LogAction, /, **metadata: Any) -> None:
        """Log something that outsiders can cause without end, so that the log stays readable."""
        count = self.seen[action] = self.seen.get(action, 0) + 1
        if count <= _SINGLE_TRACES or count == 10 ** (len(str(count)) - 1):
            self.trace(actor, action, count=count, **metadata)

    @property
    def state(self) -> CampaignState:
        """Where the campaign stands."""
        return self._lifecycle.state

    def move(self, event: CampaignEvent, decision: GateDecision | None = None) -> None:
        """Move along the lifecycle's table, and log it.

        Raises:
            IllegalTransition: The table has no such row, or the gate keeps it shut.
        """
        before, spent = self.state, self._spent_in_state()
        self._lifecycle.apply(event, decision)
        self.measures.left(before, spent)
        self.trace(
            ORCHESTRATOR, LogAction.STATE_CHANGED, event=event, before=before, after=self.state
        )

    def _spent_in_state(self) -> timedelta:
        moved = [one.timestamp for one in self._log if one.action == LogAction.STATE_CHANGED]
        begun = moved[-1:] or [one.timestamp for one in self._log[:1]]
        return self.moment - begun[0] if begun else timedelta()

    @property
    def retries_left(self) -> int:
        """Retries that the execution has not used."""
        return self.request.max_retries - self.retry_count

    def count_retries(self, needed: int) -> None:
        """Count the retries that a stage really needed."""
        self.retry_count += min(needed, self.retries_left)

    def note_attempt(
        self, step: str, why: str, *, is_restart: bool, is_promised: bool = False
    ) -> None:
        """Take that a step is tried again; an outcome that is being noted does not change by it."""
        if self.closing:
            return
        self.restarts += is_restart
        action = LogAction.ANSWER_PROMISED if is_promised else LogAction.TRIED_AGAIN
        self.trace_some(ORCHESTRATOR, action, step=step, why=why)

    def admit(self, admission: Admission) -> None:
        """Take what the run may do."""
        self.admission = admission
        self.auditors = list(admission.policy.trusted_auditors)
        taken = {"taken_over": admission.taken_over} if admission.taken_over else {}
        noted = {"notes": list(admission.notes)} if admission.notes else {}
        said = {"policy_sha256": admission.policy_sha256} | taken | noted
        self.trace(ORCHESTRATOR, LogAction.ADMITTED, **said)
        self.measures.admitted()
        for publication in admission.publications:
            self.add_publication(publication)

    def add_audit(self, report: QualityReport, sha256: str) -> None:
        """Take the report of one revision, on which nobody has decided yet.

        Args:
            report: It; earlier ones are kept by their digests.
            sha256: Under which it is stored.
        """
        self.report, self.report_sha256 = report, sha256
        self.review = None
        self.deadlines.pop(WaitingFor.REVIEW, None)
        self._audit_digests.append(digest(report))

    def add_usage(self, result: StageResult) -> None:
        """Add what models were used for a stage."""
        self.usage = summed([*self.usage, *result.usage])

    @property
    def self_revisions(self) -> list[int]:
        """The revisions that the audit's findings led to, and no reviewer."""
        return [
            entry.metadata["revision"]
            for entry in self._log
            if entry.action == LogAction.SELF_REVISED
        ]

    @property
    def has_present_report(self) -> bool:
        """Whether the present revision has been audited."""
        return len(self._audit_digests) > self.revision

    @property
    def report_digest(self) -> str | None:
        """What a reviewer of the present report has to name."""
        return self._audit_digests[-1] if self._audit_digests else None

    @property
    def present_assets(self) -> list[VisualAsset]:
        """The assets of the present revision: what would be published."""
        return [asset for asset in self.assets if asset.revision == self.revision]

    @property
    def changes(self) -> list[str]:
        """What reviewers asked to change, oldest first."""
        return [review.comment for review in self.reviews if review.comment]

    @property
    def revisions_spent(self) -> int:
        """How many requests for changes count: one that changed nothing does not."""
        return spent(self.assets, self.revision, self.self_revisions)

    @property
    def places(self) -> list[Place]:
        """Where the request wants something to appear, in its order."""
        return [plan.place for plan in self.request.channels]

    def add_publication(self, publication: Publication) -> None:
        """Append what became known about a place."""
        self.publications.append(publication)
        self.measures.known(publication)
        self.trace(
            "publish",
            LogAction.PUBLICATION_KNOWN,
            place=str(publication.place),
            status=publication.status,
            remote_id=publication.remote_id,
        )

    def publication_of(self, place: Place) -> Publication | None:
        """Return what is proven about a place."""
        known = [entry for entry in self.publications if entry.place == place]
        return known[-1] if known else None

    def places_in(self, *statuses: PublicationStatus) -> list[Place]:
        """Return the places whose publication is proven to stand so."""
        standing = ((place, self.publication_of(place)) for place in self.places)
        return [place for place, entry in standing if entry and entry.status in statuses]

    @property
    def published(self) -> list[Place]:
        """The places at which what this campaign decided on is proven to be out."""
        sent = self.places_in(PublicationStatus.SENT)
        return [place for place in sent if place not in self.failures]

    @property
    def awaiting_review(self) -> bool:
        """Whether a person has to decide before anything else happens."""
        return (
            not self.closing
            and self.review is None
            and self.wait is not None
            and self.wait.on is WaitingFor.REVIEW
        )

    def room(self) -> int:
        """Return how many bytes the record may still grow by."""
        return MAX_PAYLOAD_BYTES - size_as_json(self.payload())

    def check_room(self, addition: Any) -> None:
        """Refuse what a stage made when Temporal could not carry the campaign with it.

        Raises:
            CampaignEnded: It is too large; the campaign ends classified while its end still fits.
        """
        size, room = size_as_json(addition), self.room()
        if size > room:
            raise CampaignEnded(
                Failure(
                    FailureReason.CONTRACT_INVALID,
                    f"what {self.state} made takes {size} bytes, and the campaign, which may have "
                    f"{MAX_PAYLOAD_BYTES}, has room for {max(room, 0)}",
                )
            )

    def recall(self, payload: CampaignPayload) -> None:
        """Become the record of an execution that ended before."""
        self.restore(payload)
        self.closing = True
        self.finished = True

    def restore(self, payload: CampaignPayload) -> None:
        """Take over everything that a payload says."""
        self._lifecycle = CampaignLifecycle(payload.current_state)
        self._log = list(payload.execution_log)
        self._audit_digests = list(payload.audit_digests)
        self.brief = payload.strategy
        self.radar = payload.radar
        self.assets = list(payload.assets)
        self.report = payload.present_audit
        self.decided = payload.quality_audit is not None
        self.reviews = list(payload.reviews)
        self.publications = list(payload.publications)
        self.metrics = list(payload.metrics)
        self.learning = payload.learning
        self.reason = payload.terminal_reason
        self.details = payload.terminal_details
        self.cancellation = payload.cancellation
        self.revision = payload.revision
        self.retry_count = payload.retry_count
        self.restarts = payload.restarts
        self.usage = list(payload.usage)
        self.duplicates += payload.duplicates_suppressed  # some may have come before the answer

    def payload(self) -> CampaignPayload:
        """Return the whole truth as it stands."""
        return CampaignPayload(
            campaign_id=self.request.campaign_id,
            tenant_id=self.request.tenant_id,
            execution_id=self.request.execution_id,
            retry_count=self.retry_count,
            max_retries=self.request.max_retries,
            current_state=self.state,
            terminal_reason=self.reason,
            terminal_details=self.details,
            strategy=self.brief,
            assets=list(self.assets),
            quality_audit=self.report if self.decided else None,
            execution_log=list(self._log),
            name=self.request.name,
            places=[str(place) for place in self.places],
            radar=self.radar,
            pending_audit=None if self.decided else self.report,
            audit_digests=list(self._audit_digests),
            reviews=list(self.reviews),
            publications=list(self.publications),
            metrics=list(self.metrics),
            learning=self.learning,
            revision=self.revision,
            restarts=self.restarts,
            duplicates_suppressed=self.duplicates,
            cancellation=self.cancellation,
            usage=list(self.usage),
            retry_of=list(self.request.retry_of),
        )

    def status(self) -> CampaignStatus:
        """Return where the campaign is, why, and what it waits for."""
        return CampaignStatus(
            campaign_id=self.request.campaign_id,
            tenant_id=self.request.tenant_id,
            execution_id=self.request.execution_id,
            name=self.request.name,
            state=self.state,
            finished=self.finished,
            cancelled=self.cancelling or self.cancellation is not None,
            terminal_reason=self.reason,
            terminal_details=self.details,
            paused=self.paused,
            awaiting_review=self.awaiting_review,
            report_digest=self.report_digest if self.awaiting_review else None,
            gate=self.gate,
            wait=None if self.finished else self.wait,
            channels=channel_statuses(self.places, self.publications, self.under_way()),
            notes=source_notes(self._log),
            channel_notes=channel_notes(self._log),
            retry_count=self.retry_count,
            max_retries=self.request.max_retries,
            restarts=self.restarts,
            revision=self.revision,
            duplicates_suppressed=self.duplicates,
            retry_of=list(self.request.retry_of),
        )
