"""A plan as tables: what would be made, what is enforced, what was found, what would follow."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from console.tables.audit import of_file, plain_text, table_of
from console.tables.campaign import grid
from console.words.basics import money, plain, spent
from console.words.plan import (
    LOST_ANSWERS,
    about_the_whole,
    audited,
    made_by,
    outlook,
    words_of_strangers,
)
from console.words.rules import how_enforced
from contracts import GateOutcome
from domain.gravity import faults_of
from runtime.audit.replies import RuleInForce
from runtime.plan.replies import CampaignPlan


def plan_of(plan: CampaignPlan) -> RenderableType:
    """Return the whole plan, and in the last line what would become of the campaign."""
    return Group(*_parts(plan))


def _parts(plan: CampaignPlan) -> Iterator[RenderableType]:
    yield Text(plain(plan.request.name), style="bold")
    yield from (Text(plain(note), style="dim") for note in plan.notes)
    brief = plan.strategy
    if brief is not None:
        yield Text(f"to {plain(brief.target_audience)}")
        yield Text(f"says «{plain(brief.core_message)}»")
        yield Text(plain(brief.rationale or ""))  # whole: it ends with what is for people only
        for said in words_of_strangers(brief, plan.assets):
            yield Text(plain(said), style="yellow")
    if plan.providers:
        yield Text(made_by(plan), style="dim")
    if plan.usage:
        yield Text(spent(plan.usage), style="dim")
    yield _channels(plan)
    if plan.assets:
        yield _copy(plan)
    if plan.rules:
        yield _rules(plan.rules)
    for file in audited(plan):
        yield from of_file(file)
    if faults := faults_of(about_the_whole(plan)):
        yield Text("the campaign as a whole:")
        yield table_of(faults)
    yield Text(plain(outlook(plan)), style=_style(plan))


def _style(plan: CampaignPlan) -> str:
    if plan.would_fail:
        return "bold red"
    asked = plan.gate is not None and plan.gate.outcome is GateOutcome.REVIEW
    return "bold yellow" if asked else "bold green"


def _channels(plan: CampaignPlan) -> RenderableType:
    table = grid("channel", "placement")
    table.add_column(f"budget ({plan.request.budget.currency})", justify="right")
    for column in ("goes out through", "when an answer is lost"):
        table.add_column(column, overflow="fold")
    for one in plan.publications:
        table.add_row(
            one.channel,
            one.placement,
            money(one.budget, plan.request.budget.currency),
            one.publisher,
            LOST_ANSWERS[one.reconciliation],
        )
    return table


def _copy(plan: CampaignPlan) -> RenderableType:
    table = grid("channel", "field", "copy")
    for asset in plan.assets:
        for number, (name, text) in enumerate(asset.text.items()):
            channel = asset.channel if number == 0 else ""
            table.add_row(channel, name.replace("_", " "), plain_text(text))
    return table


def _rules(rules: list[RuleInForce]) -> RenderableType:
    table = grid("rule", "", "how it is enforced")
    for one in sorted(rules, key=lambda one: one.why_not is None):
        if one.why_not is None:
            sign, how = Text("enforced", style="green"), how_enforced(one.rule)
        else:
            sign, how = Text("a person", style="yellow"), one.why_not
        table.add_row(plain_text(one.rule.text), sign, plain_text(how))
    return table
