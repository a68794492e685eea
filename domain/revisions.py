"""Which requests for changes changed something: only those use up what a request allows."""

from collections.abc import Collection, Sequence

from contracts import VisualAsset


def is_idle(assets: Sequence[VisualAsset], revision: int) -> bool:
    """Tell whether a revision has the same assets as the one before it."""
    return revision > 0 and _made(assets, revision) == _made(assets, revision - 1)


def spent(assets: Sequence[VisualAsset], revision: int, unasked: Collection[int] = ()) -> int:
    """Return how many of the revisions up to this one changed something.

    One that has not been made yet counts, and those that nobody asked for do not.
    """
    asked = [number for number in range(1, revision + 1) if number not in unasked]
    return sum(not is_idle(assets, number) for number in asked)


def _made(assets: Sequence[VisualAsset], revision: int) -> list[VisualAsset]:
    same = {"revision": 0}
    return [asset.model_copy(update=same) for asset in assets if asset.revision == revision]
