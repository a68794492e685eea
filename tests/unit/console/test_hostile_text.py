"""Reports about text that others wrote: whatever it is, it is shown and does nothing."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given

from console.pages import audit, plan, report, status
from tests.support.documents import pages, reports
from tests.support.documents.markup import HOSTILE, as_shown, hostile_text, read


def audit_page(text: str) -> str:
    """Return the page of two audited files."""
    return audit.page_of(pages.audited_files(text), [pages.PICTURE, b"none"], pages.copy(text))


def plan_page(text: str) -> str:
    """Return the page of a plan for one channel."""
    return plan.page_of(pages.plan(text), {pages.SHA: pages.PICTURE})


def status_page(text: str) -> str:
    """Return the page of a campaign on one channel."""
    return status.page_of(pages.present(text), {pages.SHA: pages.PICTURE})


def report_page(text: str) -> str:
    """Return the page of everything that is known of a campaign."""
    return report.page_of(reports.report(text), {pages.SHA: pages.PICTURE})


@cache
def shape_of(page_about: Callable[[str], str]) -> list[tuple[str, ...]]:
    """Return what a page consists of when everybody means well."""
    return read(page_about("well")).shape()


PAGES = pytest.mark.parametrize(
    ("page_about", "places"),
    [(audit_page, 24), (plan_page, 25), (status_page, 19), (report_page, 34)],
    ids=["audit", "plan", "status", "report"],
)


@PAGES
@given(text=hostile_text)
def test_a_report_is_the_same_page_whatever_others_wrote(
    page_about: Callable[[str], str], places: int, text: str
) -> None:
    """No copy, rule, name or finding adds an element, takes one away, or is lost."""
    whole = read(page_about(text))

    assert whole.shape() == shape_of(page_about)
    assert whole.text.count(as_shown(text)) >= places


@PAGES
def test_every_kind_of_hostile_text_is_shown(page_about: Callable[[str], str], places: int) -> None:
    """Tags, quotes, templates and marks of direction stand in a report as they were written."""
    text = f"x{' '.join(HOSTILE)}x"

    whole = read(page_about(text))

    assert whole.text.count(as_shown(text)) >= places
    assert {link.attributes["href"].partition("-")[0] for link in whole.all("a")} <= {"#file"}
    assert not whole.all("script")
