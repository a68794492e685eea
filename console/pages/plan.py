"""A plan as one HTML page: the creatives with their findings, the rules, and what would follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from console.pages.brief import brief_of
from console.pages.creative import Creative, Finding, creatives_of, findings_of
from console.pages.rules import RulesCard
from console.words.basics import count, money, sentence, spent
from console.words.creatives import about_the_whole, place_name
from console.words.plan import lost_answer, made_by, outlook
from contracts import GateOutcome, Place, Signal
from domain.gravity import faults_of
from domain.pages import render
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
        brief=(*brief_of(plan.strategy, plan.assets), *_work(plan)),
        creatives=tuple(creatives_of(plan, pictures)),
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
        place=place_name(Place(one.channel, one.placement)),
        budget=money(one.budget, currency) + ("" if one.budget is None else f" {currency}"),
        publisher=one.publisher,
        lost_answer=sentence(lost_answer(one)),
    )


def _work(plan: CampaignPlan) -> Iterator[tuple[str, str]]:
    """Say who did the work, and what that cost."""
    said = {"Made": made_by(plan), "Paid": spent(plan.usage)}
    yield from ((name, text) for name, text in said.items() if plan.strategy and text)


def _signal(one: Signal) -> SignalRow:
    return SignalRow(
        term=one.term,
        rise=f"{one.score:.2f}, at least {one.lower_bound:.2f}",
        documents=f"{one.recent} recent, {one.earlier} earlier",
        source=one.source,
    )
