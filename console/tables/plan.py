"""A plan as tables: what would be made, what is enforced, what was found, what would follow."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from console.tables.campaign import grid, plain_text
from console.tables.creatives import found_in, texts_of
from console.words.basics import money, plain, spent
from console.words.creatives import words_of_strangers
from console.words.plan import lost_answer, made_by, outlook
from console.words.rules import how_enforced
from contracts import GateOutcome
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
        yield Text(f"says “{plain(brief.core_message)}”")
        yield Text(plain(brief.rationale or ""))  # whole: it ends with what is for people only
        for said in words_of_strangers(brief, plan.assets):
            yield Text(plain(said), style="yellow")
    if plan.providers:
        yield Text(made_by(plan), style="dim")
    if plan.usage:
        yield Text(spent(plan.usage), style="dim")
    yield _channels(plan)
    if plan.assets:
        yield texts_of(plan.assets)
    if plan.rules:
        yield _rules(plan.rules)
    yield from found_in(plan)
    yield Text(plain(outlook(plan)), style=_style(plan))


def _style(plan: CampaignPlan) -> str:
    if plan.would_fail:
        return "bold red"
    asked = plan.gate is not None and plan.gate.outcome is GateOutcome.REVIEW
    return "bold yellow" if asked else "bold green"


def _channels(plan: CampaignPlan) -> RenderableType:
    table = grid("channel", "placement")
    table.add_column(f"budget ({plan.request.budget.currency})", justify="right", overflow="fold")
    for column in ("goes out through", "when an answer is lost"):
        table.add_column(column, overflow="fold")
    for one in plan.publications:
        table.add_row(
            one.channel,
            one.placement,
            money(one.budget, plan.request.budget.currency),
            one.publisher,
            lost_answer(one),
        )
    return table


def _rules(rules: list[RuleInForce]) -> RenderableType:
    table = grid("rule", "", "how it is enforced")
    for one in sorted(rules, key=lambda one: one.why_not is None):
        if one.only_warns:
            sign, how = Text("only warns", style="yellow"), how_enforced(one.rule)
        elif one.why_not is None:
            sign, how = Text("enforced", style="green"), how_enforced(one.rule)
        else:
            sign, how = Text("a person", style="yellow"), one.why_not
        table.add_row(plain_text(one.rule.text), sign, plain_text(how))
    return table
