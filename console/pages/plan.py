"""A plan as one HTML page: the creatives with their findings, the rules, and what would follow."""

from collections.abc import Iterable, Mapping
from html import escape

from console.pages.frame import count, document, sentence
from console.pages.piece import findings_list, piece
from console.pages.rules import rules_card
from console.words.basics import money
from console.words.plan import LOST_ANSWERS, about_the_whole, audited, outlook, place_name
from contracts import GateOutcome, VisualAsset
from domain.audit.offline import PostCopy
from domain.gravity import faults_of
from domain.platforms import placement_of
from runtime.plan.replies import CampaignPlan


def page_of(plan: CampaignPlan, pictures: Mapping[str, bytes]) -> str:
    """Return the page.

    Args:
        plan: What would be made, and what was found in it.
        pictures: The bytes of each asset, by SHA-256.
    """
    name = plan.request.name
    files = zip(plan.assets, audited(plan), strict=True)
    pieces = "".join(
        piece(
            number,
            file,
            pictures[asset.sha256],
            _copy(asset),
            placement_of(asset.channel, asset.placement),
        )
        for number, (asset, file) in enumerate(files, 1)
    )
    judged = f"Judged by <code>{escape(plan.ruleset)}</code>. " if plan.ruleset else ""
    return document(
        f"Plan: {name}",
        name,
        f"Plan of execution {plan.request.execution_id} · {count(len(plan.assets), 'creative')}",
        main=_outlook(plan) + _brief(plan) + pieces + rules_card(plan.rules) + _signals(plan),
        foot=f"{judged}Nothing was started, stored or sent. This page is not signed:\n"
        "what lets a campaign publish is the auditor's signed report.",
    )


def _copy(asset: VisualAsset) -> PostCopy:
    return PostCopy(asset.text, asset.alt_text, asset.link, ai_generated=asset.ai_generated)


def _outlook(plan: CampaignPlan) -> str:
    rows = (
        (
            place_name(one),
            money(one.budget),
            one.publisher,
            sentence(LOST_ANSWERS[one.reconciliation]),
        )
        for one in plan.publications
    )
    budget = f"Budget ({plan.request.budget.currency})"
    table = _table(("Channel", budget, "Goes out through", "When an answer is lost"), rows)
    found = faults_of(about_the_whole(plan))
    faults = f"<h3>The campaign as a whole</h3>{findings_list(found)}" if found else ""
    notes = "".join(f"<li>{escape(note)}" for note in plan.notes)
    sources = f"<h3>Sources</h3><ul class=plain>{notes}</ul>" if notes else ""
    verdict, tone = "WOULD PUBLISH", "good"
    if plan.gate is not None and plan.gate.outcome is GateOutcome.REVIEW:
        verdict, tone = "WOULD WAIT", "ask"
    if plan.would_fail:
        verdict, tone = "WOULD FAIL", "bad"
    return (
        f'<article class="piece rules {tone}"><header><span class="verdict {tone}">{verdict}'
        f"</span><h2>{escape(sentence(outlook(plan)))}</h2></header>"
        f"<div class=below>{table}{faults}{sources}</div></article>"
    )


def _brief(plan: CampaignPlan) -> str:
    brief = plan.strategy
    if brief is None:
        return ""
    said = {
        "Audience": brief.target_audience,
        "Message": brief.core_message,
        "Taken up": ", ".join(brief.angles),
        "Why": brief.rationale or "",
    }
    rows = ((name, text) for name, text in said.items() if text)
    return (
        '<article class="piece rules mild"><header><h2>Brief</h2></header>'
        f"<div class=below>{_table(('What', 'Text'), rows)}</div></article>"
    )


def _signals(plan: CampaignPlan) -> str:
    if not plan.signals:
        return ""
    rows = (
        (
            one.term,
            f"{one.score:.2f}, at least {one.lower_bound:.2f}",
            f"{one.recent} recent, {one.earlier} earlier",
            one.source,
        )
        for one in plan.signals
    )
    table = _table(("Term", "Rise", "Documents", "Source"), rows)
    return (
        '<article class="piece rules mild"><header><h2>Signals</h2>'
        "<p class=quiet>What rises in the sources, the most certain first</p></header>"
        f"<div class=below>{table}</div></article>"
    )


def _table(columns: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th scope=col>{escape(column)}" for column in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<{'td' if number else 'th scope=row'}>{escape(text)}"
            for number, text in enumerate(row)
        )
        for row in rows
    )
    return f"<table><thead><tr>{head}</thead><tbody>{body}</tbody></table>"
