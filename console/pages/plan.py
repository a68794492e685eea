"""A plan as one HTML page: the creatives with their findings, the rules, and what would follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from console.pages.creative import Creative, Finding, creative_of, findings_of
from console.pages.rules import RulesCard
from console.words.basics import count, money, sentence, spent
from console.words.plan import (
    LOST_ANSWERS,
    about_the_whole,
    audited,
    made_by,
    outlook,
    place_name,
    words_of_strangers,
)
from contracts import GateOutcome, Signal, VisualAsset
from domain.audit.offline import PostCopy
from domain.gravity import faults_of
from domain.pages import render
from domain.platforms import placement_of
from runtime.plan.replies import CampaignPlan, PlannedPublication


@dataclass(frozen=True)
class PublicationRow:
    """How one channel would be reached."""

    place: str
    budget: str
    publisher: str
    lost_answer: str


@dataclass(frozen=True)
class SignalRow:
    """What rises in the sources."""

    term: str
    rise: str
    documents: str
    source: str


@dataclass(frozen=True)
class PlanPage:
    """What `plan.html` shows."""

    title: str
    heading: str
    where: str
    verdict: str
    tone: str
    """The verdict's CSS class."""
    outlook: str
    publications: tuple[PublicationRow, ...]
    findings: tuple[Finding, ...]
    """About the campaign as a whole."""
    notes: tuple[str, ...]
    brief: tuple[tuple[str, str], ...]
    """Names and texts; empty when no brief came about."""
    creatives: tuple[Creative, ...]
    rules: RulesCard
    signals: tuple[SignalRow, ...]
    ruleset: str
    """Empty when nothing was audited."""


def page_of(plan: CampaignPlan, pictures: Mapping[str, bytes]) -> str:
    """Return the page.

    Args:
        plan: What would be made, and what was found in it.
        pictures: The bytes of each asset, by SHA-256.
    """
    request = plan.request
    verdict, tone = _verdict(plan)
    page = PlanPage(
        title=f"Plan: {request.name}",
        heading=request.name,
        where=f"Plan of execution {request.execution_id} · {count(len(plan.assets), 'creative')}",
        verdict=verdict,
        tone=tone,
        outlook=sentence(outlook(plan)),
        publications=tuple(_publication(one, request.budget.currency) for one in plan.publications),
        findings=findings_of(faults_of(about_the_whole(plan))),
        notes=tuple(plan.notes),
        brief=tuple(_brief(plan)),
        creatives=tuple(_creatives(plan, pictures)),
        rules=RulesCard.of(plan.rules),
        signals=tuple(map(_signal, plan.signals)),
        ruleset=plan.ruleset or "",
    )
    return render(__name__, "plan.html", page)


def _verdict(plan: CampaignPlan) -> tuple[str, str]:
    if plan.would_fail:
        return "WOULD FAIL", "bad"
    if plan.gate is not None and plan.gate.outcome is GateOutcome.REVIEW:
        return "WOULD WAIT", "ask"
    return "WOULD PUBLISH", "good"


def _publication(one: PlannedPublication, currency: str) -> PublicationRow:
    return PublicationRow(
        place=place_name(one),
        budget=money(one.budget, currency) + ("" if one.budget is None else f" {currency}"),
        publisher=one.publisher,
        lost_answer=sentence(LOST_ANSWERS[one.reconciliation]),
    )


def _brief(plan: CampaignPlan) -> Iterator[tuple[str, str]]:
    brief = plan.strategy
    if brief is None:
        return
    said = {
        "Audience": brief.target_audience,
        "Message": brief.core_message,
        "May be taken up": ", ".join(brief.angles),
        "Taken up": "; ".join(words_of_strangers(brief, plan.assets)),
        "Why": brief.rationale or "",
        "Made": made_by(plan),
        "Paid": spent(plan.usage),
    }
    yield from ((name, text) for name, text in said.items() if text)


def _creatives(plan: CampaignPlan, pictures: Mapping[str, bytes]) -> Iterator[Creative]:
    files = zip(plan.assets, audited(plan), strict=True)
    for number, (asset, file) in enumerate(files, 1):
        place = placement_of(asset.channel, asset.placement)
        yield creative_of(number, file, pictures[asset.sha256], _copy(asset), place)


def _copy(asset: VisualAsset) -> PostCopy:
    return PostCopy(asset.text, asset.alt_text, asset.link, ai_generated=asset.ai_generated)


def _signal(one: Signal) -> SignalRow:
    return SignalRow(
        term=one.term,
        rise=f"{one.score:.2f}, at least {one.lower_bound:.2f}",
        documents=f"{one.recent} recent, {one.earlier} earlier",
        source=one.source,
    )
