"""From a brief to the copy of one placement: composed, not generated, so it can be foreseen.

Rule 1: a text that fits is preferred to one that is cut; drafts go from long to short.
Rule 2: no field exceeds a hard limit, nor a soft one unless the request leaves no choice.
Rule 3: the copy claims nothing that the request does not say.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final

from activities.content.templates.brevity import sparing
from activities.content.templates.directives import Directives, drop_sentences, read_directives
from activities.content.templates.drafts import drafts_of
from activities.content.templates.facts import Facts, facts_of
from activities.content.templates.hashtags import tags_of
from activities.content.templates.limits import constraints_of
from activities.content.templates.shared_words import said_in
from activities.content.templates.typography import (
    cut,
    fit,
    phrase,
    without_emoji,
    without_exclamations,
)
from activities.content.templates.wording import DISCOVER
from contracts import ContentOrder
from domain.platforms import FieldKind, FieldLimit, Placement
from domain.platforms.counting import measure

_SHOWN: Final = ("headline", "long_headline", "description")


def write_copy(order: ContentOrder, placement: Placement) -> dict[str, str]:
    """Return the copy by field name, in the placement's order of fields.

    The campaign's own limits replace the placement's lengths. Reviewers' changes are
    carried out as far as they are directives (see `directives.py`); what else they say leaves the
    copy as it is. A field that would be empty is left out.
    """
    known, placement = placement, placement.constrained(constraints_of(order.brief))
    directives = read_directives(order.changes, order.channel)
    facts = facts_of(_with_changed_action(order, directives), placement)
    copy = _copy(facts, known, placement, directives)
    is_free = directives.replaced.keys().isdisjoint(_SHOWN) and not facts.is_minimal
    if is_free and _leaves_open(facts, copy):
        copy = _copy(replace(facts, is_unnamed=True), known, placement, directives)
    return copy


def _leaves_open(facts: Facts, copy: Mapping[str, str]) -> bool:
    """Tell whether the picture alone leaves to guess what is sold, or the whole piece for whom."""
    shown = [copy.get(name, "") for name in _SHOWN]
    is_open = facts.is_product_news and not any(said_in(facts.short_title, text) for text in shown)
    is_limitless = not any(said_in(facts.telling_name, text) for text in copy.values())
    return is_open or (is_limitless and (facts.is_limit_news or facts.is_kind_news))


def _copy(
    facts: Facts, known: Placement, placement: Placement, directives: Directives
) -> dict[str, str]:
    tags = directives.replaced.get("hashtags", " ".join(tags_of(facts)))
    copy: dict[str, str] = {}
    for name, limit in placement.fields.items():
        replacement = directives.replaced.get(name)
        drafts = (
            [replacement] if replacement else drafts_of(FieldKind(name), facts, placement, copy)
        )
        kept = _kept(drafts, directives.without)
        if not kept and limit.required:
            kept = [facts.action] if name == "call_to_action" else [facts.title, facts.brand]
        refined = [_refined(draft, name, facts, placement) for draft in kept]
        fits = _fitting(limit, tags, facts, placement)
        short = sparing(known.fields[name], fits) if facts.is_minimal else fits
        text = fit(refined, short)
        if not text and (limit.required or not facts.is_minimal):
            text = fit(refined, fits) or _least_bad(refined, limit, fits)
        if text:
            copy[name] = text
    return copy


def _least_bad(drafts: list[str], limit: FieldLimit, fits: Callable[[str], bool]) -> str:
    """Return what is left to say when no draft fits.

    What the platform refuses is cut. What it merely truncates is left whole, and what nobody
    requires is left out.
    """
    if not drafts or not (limit.is_hard or limit.required):
        return ""
    return cut(drafts[-1], fits) if limit.is_hard else min(drafts, key=len)


def _with_changed_action(order: ContentOrder, directives: Directives) -> ContentOrder:
    """Let every field that mentions the call to action agree with a reviewer's."""
    action = directives.replaced.get("call_to_action", order.call_to_action)
    if not drop_sentences(action, directives.without):
        action = DISCOVER[order.language]
    return order.model_copy(update={"call_to_action": action})


def _kept(drafts: Iterable[str], without: tuple[str, ...]) -> list[str]:
    reduced = (drop_sentences(draft, without).strip() for draft in drafts)
    return [draft for draft in reduced if draft]


def _refined(draft: str, name: str, facts: Facts, placement: Placement) -> str:
    if facts.forbids_emoji or not placement.emoji:
        draft = without_emoji(draft)
    if facts.forbids_exclamation or not placement.exclamation:
        draft = without_exclamations(draft)
    if name == "headline":
        return phrase(draft)
    return draft if name == "body" else " ".join(draft.split())


def _fitting(
    limit: FieldLimit, tags: str, facts: Facts, placement: Placement
) -> Callable[[str], bool]:
    """Return whether a text fits, with what the platform counts into the body besides it."""
    if limit.name != "body":
        return limit.admits
    reserved = 0
    if placement.link_in_text:
        reserved = max(0, placement.min_link_length - measure(limit.counting, facts.link))
    if "hashtags" in placement.fields:
        longest = placement.fields["hashtags"].max
        reserved += min(longest, measure(limit.counting, tags)) + len("\n\n")
    return lambda text: limit.admits(text + "." * reserved)
