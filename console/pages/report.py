"""A campaign as one HTML page, looked back at: asked, decided, sent, learned, and traced."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from console.live.view import headline
from console.pages.brief import brief_of
from console.pages.creative import Creative, creatives_of
from console.pages.plots import Plot, plots_of
from console.pages.standing import Standing
from console.pages.timeline import Timeline, timeline_of
from console.pages.trace import Sheet, activities_of, log_of, steps_of, text_of
from console.words.basics import count, lasting, moment, money, sentence, spent
from console.words.creatives import place_name
from contracts import (
    CampaignPayload,
    CampaignRequest,
    LogAction,
    Place,
    PublicationStatus,
    ReviewDecision,
)
from domain.pages import render
from domain.signing import signer_of
from runtime.audit.replies import Proof
from runtime.report.replies import CampaignReport, ReportSource

_TONES: Final = {Proof.PROVEN: "good", Proof.BROKEN: "bad", Proof.OPEN: "ask"}


@dataclass(frozen=True)
class ProofRow:
    """One thing about the signed report."""

    what: str
    chip: str
    tone: str
    """The chip's CSS class."""
    details: str


@dataclass(frozen=True)
class SignedReport:
    """The report that decided, or is to be decided about."""

    facts: Sheet
    proofs: tuple[ProofRow, ...]


@dataclass(frozen=True)
class ReportPage:
    """What `report.html` shows."""

    title: str
    heading: str
    where: str
    outlook: str
    as_of: str
    standing: Standing
    not_known: tuple[str, ...]
    asked: Sheet
    brief: tuple[tuple[str, str], ...]
    decision: Sheet
    signed: SignedReport | None
    reviews: Sheet
    timeline: Timeline | None
    creatives: tuple[Creative, ...]
    publications: Sheet
    doubts: tuple[str, ...]
    plots: tuple[Plot, ...]
    costs: str
    steps: Sheet
    activities: Sheet
    log: Sheet
    ruleset: str
    """Empty when nothing was audited."""


def page_of(report: CampaignReport, pictures: Mapping[str, bytes]) -> str:
    """Return the page.

    Args:
        report: What is known.
        pictures: The bytes of each asset, by SHA-256, as far as they could be read.
    """
    campaign, payload, request = report.campaign, report.payload, report.request
    places = list(map(Place.parse, payload.places))
    currency = "" if request is None else request.budget.currency
    page = ReportPage(
        title=f"Report: {campaign.name}",
        heading=campaign.name,
        where=f"Execution {campaign.execution_id} · " + count(len(campaign.assets), "creative"),
        outlook=sentence(headline(campaign).plain),
        as_of=_as_of(report),
        standing=Standing.of(campaign),
        not_known=tuple(map(sentence, report.not_known)),
        asked=Sheet(("What", "Asked"), () if request is None else tuple(_asked(request))),
        brief=tuple(brief_of(campaign.strategy, campaign.assets)),
        decision=Sheet(("What", "Decided"), tuple(_decision(report))),
        signed=_signed(report),
        reviews=Sheet(("When", "Who", "Decided", "About report", "Comment"), _reviews(payload)),
        timeline=timeline_of(payload, request, report.as_of, finished=campaign.finished),
        creatives=tuple(creatives_of(campaign, pictures)),
        publications=Sheet(
            ("Place", "Known since", "Status", "Proof at the channel", "Link", "Why"),
            tuple(_publications(payload)),
            has_long_words=True,
        ),
        doubts=tuple(_doubts(report)),
        plots=tuple(plots_of(payload.strategy, payload.learning, places, currency)),
        costs=sentence(spent(payload.usage)) if payload.usage else "",
        steps=steps_of(report),
        activities=activities_of(report),
        log=log_of(payload),
        ruleset=campaign.ruleset or "",
    )
    return render(__name__, "report.html", page)


def _as_of(report: CampaignReport) -> str:
    source = (
        "from its run in Temporal"
        if report.source is ReportSource.TEMPORAL
        else "from the ledger alone, since Temporal has forgotten the run"
    )
    end = "" if report.campaign.finished else " It goes on: nothing here is its end."
    return f"As of {moment(report.as_of)}, {source}.{end}"


def _asked(request: CampaignRequest) -> Iterator[tuple[str, ...]]:
    budget, timing, review = request.budget, request.timing, request.review
    said = {
        "Product": request.product,
        "Purpose": request.purpose,
        "Audience": request.audience,
        "Message": request.core_message,
        "Call to action": request.call_to_action,
        "Leads to": request.landing_url,
        "Language": request.language,
        "Channels": ", ".join(place_name(plan.place) for plan in request.channels),
        "Budget": f"{money(budget.total, budget.currency)} {budget.currency}",
        "Must not be done": "; ".join(request.do_not_do),
        "Tone": "; ".join(f"{name}: {text}" for name, text in request.tone_guard.items()),
        "Review": f"{review.mode.replace('_', ' ')}, within {lasting(review.window)}",
        "Publish from": moment(timing.publish_not_before),
        "Publish before": moment(timing.publish_before),
    }
    yield from ((name, text) for name, text in said.items() if text)


def _decision(report: CampaignReport) -> Iterator[tuple[str, ...]]:
    campaign, payload = report.campaign, report.payload
    decided = [one for one in payload.execution_log if one.action == LogAction.GATE_DECIDED]
    for one in decided:
        outcome, details = (text_of(one.metadata.get(name)) for name in ("outcome", "details"))
        yield f"Gate, {moment(one.timestamp)}", sentence(f"{outcome}: {details}")
    if not decided:
        yield "Gate", "It has not decided." if not campaign.finished else "It never decided."
    if campaign.terminal_reason is not None:
        yield "Class", campaign.terminal_reason
        yield "Why", campaign.terminal_details or ""
    cancelled = payload.cancellation
    if cancelled is not None:
        yield "Cancelled by", ": ".join(filter(None, (cancelled.by, cancelled.reason)))


def _signed(report: CampaignReport) -> SignedReport | None:
    payload = report.payload
    audit = payload.present_audit
    if audit is None:
        return None
    # A report that waits to be decided about is the last of those that were made.
    facts = {
        "Verdict": str(audit.verdict),
        "Digest": report.proof.report_sha256 if report.proof else payload.audit_digests[-1],
        "Key": signer_of(audit) or "not signed with Ed25519",
        "Judged by": audit.ruleset or "",
        "Verified": _verified(report),
    }
    statements = report.proof.statements if report.proof else []
    return SignedReport(
        facts=Sheet(
            ("What", "Says"), tuple((name, text or "") for name, text in facts.items() if text)
        ),
        proofs=tuple(
            ProofRow(one.what, one.proof, _TONES[one.proof], sentence(one.details))
            for one in statements
        ),
    )


def _verified(report: CampaignReport) -> str:
    if report.proof is None:
        return "Not verified: there is no key here to verify it with."
    return "It holds." if report.proof.holds else "It does not hold."


def _reviews(payload: CampaignPayload) -> tuple[tuple[str, ...], ...]:
    logged = [one for one in payload.execution_log if one.action == LogAction.REVIEWED]
    # One entry for each decision: where a log was cut, no moment is given to another decision.
    is_whole = len(logged) == len(payload.reviews)
    times = (
        [moment(one.timestamp) for one in logged]
        if is_whole
        else ["not known"] * len(payload.reviews)
    )
    return tuple(map(_review, times, payload.reviews))


def _review(when: str, one: ReviewDecision) -> tuple[str, ...]:
    action = one.action.replace("_", " ")
    return when, one.reviewer, action, one.report_digest[:12], one.comment or ""


def _publications(payload: CampaignPayload) -> Iterator[tuple[str, ...]]:
    for one in payload.publications:
        yield (
            place_name(one.place),
            moment(one.at),
            one.status.replace("_", " "),
            one.remote_id or "",
            one.url or "",
            one.detail or "",
        )


def _doubts(report: CampaignReport) -> Iterator[str]:
    for one in report.campaign.channels:
        if one.status is PublicationStatus.UNKNOWN:
            why = f": {one.detail}" if one.detail else ""
            yield sentence(f"{place_name(Place(one.channel, one.placement))}{why}")
        elif one.status is PublicationStatus.UNDER_WAY:
            place = place_name(Place(one.channel, one.placement))
            yield f"{place}: publishing has begun, and nobody knows yet what came of it."
