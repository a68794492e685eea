"""A brief on a page, with what the copy has of strangers."""

from collections.abc import Iterator, Sequence

from console.words.creatives import words_of_strangers
from contracts import StrategyBrief, VisualAsset


def brief_of(
    brief: StrategyBrief | None, assets: Sequence[VisualAsset]
) -> Iterator[tuple[str, str]]:
    """Return names and texts; none when no brief came about."""
    if brief is None:
        return
    said = {
        "Audience": brief.target_audience,
        "Message": brief.core_message,
        "May be taken up": ", ".join(brief.angles),
        "Taken up": "; ".join(words_of_strangers(brief, assets)),
        "Why": brief.rationale or "",
    }
    yield from ((name, text) for name, text in said.items() if text)
