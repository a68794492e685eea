"""Which words of strangers stand in a campaign's copy: whoever reviews it has to know them."""

from collections.abc import Iterable, Mapping

from contracts import StrategyBrief, VisualAsset
from domain.text.spelling import comparable


def taken_up(brief: StrategyBrief, assets: Iterable[VisualAsset]) -> Mapping[str, list[str]]:
    """Return the places whose copy has a rising term in it that the brief's own words have not."""
    own = comparable(brief.core_message)
    found: dict[str, list[str]] = {}
    for asset in assets:
        copy = comparable(" ".join(asset.text.values()))
        for angle in brief.angles:
            term = comparable(angle)
            if term not in own and (term in copy or f"#{term.replace(' ', '')}" in copy):
                found.setdefault(angle, []).append(str(asset.place))
    return found
