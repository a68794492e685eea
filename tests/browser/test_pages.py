"""Nobody is shut out of the pages that the publisher, the auditor and the planner write."""

import re
from typing import Final

import pytest

from tests.browser.conftest import BY_NIGHT, Seen
from tests.browser.pages import POSTS

POST_PAGES = (*POSTS, "taken back", "overview", "overview without posts")
AUDIT_PAGES = ("audit of two files", "audit without copy")

_DRAWN: Final = re.compile(r"color-contrast: text[\[ ]")
"""An SVG's `text` element, whatever axe-core needs to tell it from others."""


@pytest.mark.parametrize(
    ("page", "dark"),
    [
        *((page, False) for page in (*POST_PAGES, *AUDIT_PAGES, "plan", "status", "report")),
        *((page, True) for page in (*BY_NIGHT, "audit of two files", "plan", "status", "report")),
    ],
)
def test_axe_core_finds_no_violation(seen: Seen, page: str, *, dark: bool) -> None:
    """What is planned, found and published can be read by everybody, by day and by night."""
    found = seen[page, dark]

    assert found.violations == []
    assert found.broken == []
    # Only texts that are drawn, on a picture or as an example, are left to a person.
    assert [one for one in found.undecided if not _DRAWN.match(one)] == []
    assert found.ratios


def test_every_picture_is_shown(seen: Seen) -> None:
    """What a page allows itself to load is enough for its own pictures."""
    missing = {page: found.missing for (page, _), found in seen.items() if page != "tampered"}

    assert {page: sources for page, sources in missing.items() if sources} == {}


def test_nothing_would_run_even_if_it_got_into_a_page(seen: Seen) -> None:
    """A page forbids scripts by itself: escaping is not all that stands between copy and reader."""
    found = seen["tampered", False]

    assert found.open_title == "it ran"  # so the test means something
    assert found.title == seen["instagram", False].title != "it ran"


def test_no_text_turns_another_around(seen: Seen) -> None:
    """Marks of direction in one text leave the text beside it as it is."""
    ours = {page: found.mixing for (page, _), found in seen.items() if page != "colors"}

    assert {page: elements for page, elements in ours.items() if elements} == {}


def test_every_cell_says_its_column_where_heads_are_out_of_sight(seen: Seen) -> None:
    """On a phone each row of a table becomes a card, and nobody guesses which date is which."""
    unnamed = {page: found.unnamed for (page, _), found in seen.items()}

    assert {page: cells for page, cells in unnamed.items() if cells} == {}


def test_no_page_is_scrolled_sideways(seen: Seen) -> None:
    """On a phone, what cannot be broken at a blank is broken all the same, digests and commands."""
    wide = {page: found.wide for (page, _), found in seen.items()}

    assert {page: elements for page, elements in wide.items() if elements} == {}


def test_every_page_was_looked_at(seen: Seen) -> None:
    """No page is left out because somebody forgot to name it."""
    assert {page for page, _ in seen} == {
        *POST_PAGES,
        *AUDIT_PAGES,
        "colors",
        "plan",
        "report",
        "status",
        "tampered",
    }
