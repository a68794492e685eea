"""Nobody is shut out of the pages that the publisher and the auditor write."""

import pytest

from tests.browser.conftest import Seen
from tests.browser.pages import POSTS

POST_PAGES = (*POSTS, "taken back", "overview", "overview without posts")
AUDIT_PAGES = ("audit of two files", "audit without copy")


@pytest.mark.parametrize(
    ("page", "dark"),
    [
        *((page, False) for page in (*POST_PAGES, *AUDIT_PAGES)),
        *((page, True) for page in ("overview", "audit of two files")),
    ],
)
def test_axe_core_finds_no_violation(seen: Seen, page: str, *, dark: bool) -> None:
    """What was published and what was found can be read by everybody, by day and by night."""
    found = seen[page, dark]

    assert found.violations == []
    assert found.broken == []
    # Only texts that are drawn, on a picture or as an example, are left to a person.
    assert [one for one in found.undecided if not one.startswith("color-contrast: text[")] == []
    assert found.ratios


def test_every_page_was_looked_at(seen: Seen) -> None:
    """No page is left out because somebody forgot to name it."""
    assert {page for page, _ in seen} == {*POST_PAGES, *AUDIT_PAGES, "colors"}
