"""Which rising term the copy takes up."""

from activities.content.templates.agreement import is_kin
from activities.content.templates.shared_words import words_of
from activities.content.templates.typography import phrase
from contracts import ContentOrder, RuleKind
from domain.text.spelling import comparable
from domain.text.stop_words import STOP_WORDS


def angle_of(order: ContentOrder) -> str | None:
    """Return the first rising term whose every word is the request's own: no stranger's word."""
    brief = order.brief
    said = comparable(f"{brief.core_message} {order.product}")
    own = words_of(f"{said} {order.call_to_action} {brief.target_audience}")
    forbidden = [
        comparable(value)
        for rule in brief.rules
        if rule.kind in {RuleKind.TERMS, RuleKind.TOPIC}
        for value in rule.values
    ]
    for angle in brief.angles:
        term = comparable(angle)
        is_own = all(
            any(is_kin(word, other) for other in own)
            for word in words_of(angle)
            if word not in STOP_WORDS[order.language]
        )
        if is_own and term not in said and not any(value in term for value in forbidden):
            return phrase(angle)
    return None
