"""The page of `status --html`: what a reviewer decides about, and how."""

from typing import Any
from uuid import UUID

import pytest

from console.pages.status import page_of
from contracts import CampaignState, ChannelStatus, FailureReason, PublicationStatus
from tests.support.documents.markup import Element, read
from tests.support.documents.pages import PICTURE, SHA, present

ENDED = {"finished": True, "awaiting_review": False, "report_digest": None, "wait": None}


def shown(**changes: Any) -> Element:
    """Return the page of a campaign."""
    return read(page_of(present("words", **changes), {SHA: PICTURE}))


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, "AWAITS REVIEW"),
        ({**ENDED, "state": CampaignState.IDLE}, "FINISHED"),
        ({**ENDED, "cancelled": True}, "CANCELLED"),
        (
            {
                **ENDED,
                "state": CampaignState.FAILED,
                "terminal_reason": FailureReason.QUALITY_CHECK_FAILED,
            },
            "FAILED",
        ),
        ({**ENDED, "finished": False}, "UNDER WAY"),
        ({**ENDED, "finished": False, "paused": True}, "PAUSED"),
    ],
)
def test_where_it_stands_is_read_first(changes: dict[str, Any], verdict: str) -> None:
    """Whoever opens the page knows at once whether something is to be done."""
    assert shown(**changes).all("article")[0].one("span", "verdict").text == verdict


def test_a_reviewer_finds_the_picture_the_findings_on_it_and_how_to_decide() -> None:
    """The report is named whole, and each decision as a command about that report."""
    page = shown()

    assert "ab" * 32 in page.text
    assert "approve --digest abababab" in page.text
    assert 'request-changes --digest abababab --comment "headline: New text"' in page.text
    assert page.all("img")[0].attributes["src"].startswith("data:image/")
    assert [one.text for one in page.all("svg")[0].all("text")] == ["1"]
    assert "The last request for changes changed nothing" not in page.text


def test_nothing_is_to_be_decided_about_what_has_ended() -> None:
    """A page of a finished campaign offers no decision."""
    page = shown(**ENDED, state=CampaignState.IDLE)

    assert "The decision" not in [one.text for one in page.all("h3")]


def test_a_picture_that_is_not_there_is_told() -> None:
    """From another machine the text can be read all the same."""
    page = read(page_of(present("words"), {}))

    assert "its bytes could not be read from the artefact store" in page.text
    assert not page.all("img")


def test_an_address_on_the_web_is_a_link_and_a_file_is_none() -> None:
    """What was published is one step away; a local path is only shown."""
    urls = ["https://x.example/p/1", "file:///tmp/p", "javascript:alert(1)"]
    entries = [
        ChannelStatus(channel="x", placement="post", status=PublicationStatus.SENT, url=url)
        for url in urls
    ]

    page = shown(channels=entries)

    links = [one.attributes["href"] for one in page.all("table")[0].all("a")]
    assert links == ["https://x.example/p/1"]
    assert all(url in page.text for url in urls)


def test_a_chain_of_retries_is_told() -> None:
    """Who reads the page of either execution learns of the other one."""
    page = shown(**ENDED, retry_of=[UUID(int=1)], retried_as=UUID(int=3))

    assert f"Retry of {UUID(int=1)}." in page.text
    assert f"Retried as {UUID(int=3)}." in page.text


def test_a_request_that_changed_nothing_is_told() -> None:
    """A reviewer does not look for a difference that is not there."""
    page = shown(idle=True, revision=1)

    assert "The last request for changes changed nothing, and is not counted." in page.text
    assert "revision 1" in page.text
