"""A revision that changed nothing is not counted."""

from contracts import VisualAsset
from domain.revisions import is_idle, spent


def asset(revision: int, text: str) -> VisualAsset:
    """Return what was made in a revision."""
    return VisualAsset(
        channel="x",
        placement="post",
        revision=revision,
        sha256="a" * 64,
        size_bytes=1,
        media_type="image/png",
        text={"body": text},
    )


MADE = [asset(0, "one"), asset(1, "one"), asset(2, "two")]


def test_only_what_differs_from_the_revision_before_is_spent() -> None:
    """Of two requests, one came to nothing."""
    assert [is_idle(MADE, revision) for revision in range(3)] == [False, True, False]
    assert [spent(MADE, revision) for revision in range(3)] == [0, 0, 1]


def test_what_is_being_made_counts() -> None:
    """A revision of which nothing is there yet is not taken for one that changed nothing."""
    assert not is_idle(MADE, 3)
    assert spent(MADE, 3) == 2
