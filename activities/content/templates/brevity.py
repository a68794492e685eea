"""How little minimal copy says: by the thresholds that the audit holds it to."""

from collections.abc import Callable

from domain.audit.ruleset import load_ruleset
from domain.platforms import FieldLimit
from domain.platforms.counting import measure
from domain.tone import longest_minimal, sentences_in


def sparing(limit: FieldLimit, fits: Callable[[str], bool]) -> Callable[[str], bool]:
    """Return whether a text fits and is as short as minimal copy is.

    Args:
        limit: The field's own, whatever the campaign sets in its place.
        fits: Whether a text fits at all.
    """
    thresholds = load_ruleset()
    longest = longest_minimal(limit, thresholds["style_field_share"])
    most_sentences = thresholds["style_max_headline_sentences"]
    return lambda text: (
        fits(text)
        and (longest is None or measure(limit.counting, text) <= longest)
        and (limit.name != "headline" or sentences_in(text) <= most_sentences)
    )


def most_tags() -> int:
    """Return how many hashtags minimal copy has at most."""
    return int(load_ruleset()["style_max_hashtags"])
