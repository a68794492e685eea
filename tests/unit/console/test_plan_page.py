"""The page of `plan --html`: what would be made, and what would become of it."""

from typing import Any

import pytest

from console.pages.plan import page_of
from contracts import FailureReason
from runtime.plan.replies import CampaignPlan
from tests.support.builders import request
from tests.support.documents.markup import Element, read
from tests.support.documents.pages import PICTURE, SHA, plan


def shown(one: CampaignPlan) -> Element:
    """Return the page of a plan."""
    return read(page_of(one, {SHA: PICTURE}))


def card(page: Element, heading: str) -> Element:
    """Return the card under a heading."""
    (found,) = [one for one in page.all("article") if one.all("h2")[0].text == heading]
    return found


@pytest.mark.parametrize(
    ("changes", "verdict", "outlook"),
    [
        ({"gate": None}, "WOULD PUBLISH", "Would publish."),
        ({}, "WOULD WAIT", "Would wait up to 3 days for a review: a reason."),
        (
            {"terminal_reason": FailureReason.POLICY_VIOLATION, "terminal_details": "no budget"},
            "WOULD FAIL",
            "Would end as FAILED_POLICY: no budget.",
        ),
        (
            {
                "terminal_reason": FailureReason.QUALITY_CHECK_FAILED,
                "terminal_details": "Bloqueado por: CONTRAST_TOO_LOW",
            },
            "WOULD FAIL",
            "Would end as FAILED_QUALITY: blocked by CONTRAST_TOO_LOW.",
        ),
    ],
)
def test_what_would_become_of_the_campaign_stands_first(
    changes: dict[str, Any], verdict: str, outlook: str
) -> None:
    """Whoever opens the page reads the outlook before anything else."""
    first = shown(plan("a reason").model_copy(update=changes)).all("article")[0]

    assert first.one("span", "verdict").text == verdict
    assert first.one("h2").text == outlook


def test_each_creative_can_be_reached_from_the_top() -> None:
    """A page with several creatives lists them with their verdicts, one by one to jump to."""
    page = shown(plan("words", "instagram", "x", "email"))

    links = page.one("nav").all("a")
    anchors = [one.attributes["id"] for one in page.all("article") if "id" in one.attributes]
    assert [link.attributes["href"] for link in links] == [f"#{anchor}" for anchor in anchors]
    assert [link.text for link in links] == [
        "FAIL instagram · feed",
        "PASS x · post",
        "PASS email · newsletter",
    ]


def test_a_single_creative_needs_no_list() -> None:
    """Nobody is offered a list of one."""
    assert not shown(plan("words")).all("nav")


def test_a_budget_names_its_currency() -> None:
    """An amount can be read without looking for its column's head, as on a telephone."""
    page = shown(plan("words"))

    assert page.one("td", "number").text == "1,234.50 EUR"


def test_a_plan_that_came_to_nothing_is_a_page_too() -> None:
    """A campaign that is refused at once shows why, without empty headings."""
    refused = CampaignPlan.of(request()).model_copy(
        update={
            "terminal_reason": FailureReason.POLICY_VIOLATION,
            "terminal_details": "the channel is not allowed",
        }
    )

    page = shown(refused)

    assert [one.text for one in page.all("h2")] == [
        "Would end as FAILED_POLICY: the channel is not allowed."
    ]
    assert not page.all("h3")
    assert not page.all("table")
    assert "Judged by" not in page.text


def test_what_rises_is_shown_with_what_is_certain_of_it() -> None:
    """A reader sees how much a term rises, how much of that is beyond doubt, and who says so."""
    row = card(shown(plan("words")), "Signals").all("tr")[1]

    assert row.text == "words3.25, at least 1.504 recent, 1 earlierwords"
