"""The page of `report --html`: a campaign from its request to its results."""

from datetime import timedelta
from typing import Any

import pytest

from console.pages.report import page_of
from console.pages.timeline import timeline_of
from contracts import (
    CampaignState,
    ChannelStatus,
    FailureReason,
    LogAction,
    PublicationStatus,
    Timing,
)
from runtime.report.replies import CampaignReport, ReportSource
from tests.support.builders import MOMENT, request
from tests.support.documents.markup import Element, read
from tests.support.documents.pages import PICTURE, SHA, present
from tests.support.documents.reports import DIGEST, entry, moved, payload, report


def shown(told: CampaignReport) -> Element:
    """Return the page of a report."""
    return read(page_of(told, {SHA: PICTURE}))


def test_a_finished_campaign_is_told_whole() -> None:
    """Request, decision, proof, review, publication, money, results and steps stand in one page."""
    page = shown(report("words"))

    text = page.text
    assert page.all("article")[0].one("span", "verdict").text == "FINISHED"
    for said in (
        "As of 2026",
        "The request, which does not change",
        DIGEST,
        "It holds.",
        "Reviews",
        "1,500.00",
        "2,000.00",
        "3.00% (2.10% to 4.20%)",
        "30 of 1,000",
        "RADAR_SCAN, revision 0",
        "(holder 2)",
        "cd" * 32,
        "3.0 s",
        "(example numbers)",
    ):
        assert said in text
    assert "It goes on" not in text


def test_each_cell_of_many_columns_has_its_columns_name() -> None:
    """A narrow screen, which shows no heads, has it to show."""
    tables = shown(report("words")).all("table")
    wide = [(one, heads) for one in tables if len(heads := one.one("thead").all("th")) > 2]

    assert len(wide) > 5
    for table, heads in wide:
        for row in table.one("tbody").all("tr"):
            named = [cell.attributes.get("data-label") for cell in row.all("td")]
            wanted = [head.text for head in heads[1:]]
            assert named == [None if one == "On the axis" else one for one in wanted]


def test_links_and_digests_have_room_on_paper() -> None:
    """Cells of the tables that hold them stand below each other there, each with its name."""
    tables = [
        one
        for one in shown(report("words")).all("table")
        if "wide" in str(one.attributes.get("class"))
    ]

    heads = [[head.text for head in one.one("thead").all("th")] for one in tables]
    assert [("Link" in one, "Output" in one) for one in heads] == [(True, False), (False, True)]


def test_a_running_campaign_claims_no_end() -> None:
    """What is under way is said as of a moment, and what is in doubt stands on top."""
    unsure = [
        ChannelStatus(
            channel="x", placement="post", status=PublicationStatus.UNKNOWN, detail="lost"
        ),
        ChannelStatus(channel="email", placement="newsletter", status=PublicationStatus.UNDER_WAY),
        ChannelStatus(channel="linkedin", placement="feed", status=PublicationStatus.UNKNOWN),
    ]
    bare: dict[str, Any] = {
        "execution_log": [],
        "reviews": [],
        "publications": [],
        "learning": None,
        "strategy": None,
        "quality_audit": None,
        "audit_digests": [],
    }

    page = shown(
        report(
            "words",
            campaign=present("words", channels=unsure, finished=False, strategy=None, assets=[]),
            payload=payload("words", **bare),
            request=None,
            proof=None,
            steps=None,
            activities=None,
        )
    )

    text = page.text
    assert "It goes on: nothing here is its end." in text
    assert "X · post: lost." in text
    assert "publishing has begun, and nobody knows yet" in text
    assert "It has not decided." in text
    assert "It can no longer be read." in text
    assert "There is no brief, and nothing was learned." in text
    assert "Timeline" not in text


def test_what_only_the_ledger_remembers_is_said_to_be_so() -> None:
    """Nobody takes a page without a history for a campaign without attempts."""
    text = shown(report("words", source=ReportSource.LEDGER, activities=None)).text

    assert "from the ledger alone, since Temporal has forgotten the run" in text


def test_a_failure_names_its_class_and_who_cancelled() -> None:
    """The reason is read beside the gate's decision, and an unverified report says so."""
    failed = {
        "finished": True,
        "state": CampaignState.FAILED,
        "terminal_reason": FailureReason.QUALITY_CHECK_FAILED,
        "terminal_details": "too dark",
    }
    made = payload(
        "words",
        current_state=CampaignState.FAILED,
        execution_log=[moved(0, CampaignState.QUALITY_AUDIT), moved(1, CampaignState.FAILED)],
    )

    text = shown(
        report("words", campaign=present("words", **failed), payload=made, proof=None)
    ).text

    assert "FAILED_QUALITY" in text
    assert "too dark" in text
    assert "It never decided." in text
    assert "Not verified" in text
    assert "not known" in text  # when the reviewer decided: the log does not say


def test_the_timeline_has_every_stage_and_every_wait() -> None:
    """Visits, reviews, pauses, doubts and failed attempts stand on one axis with their words."""
    line = timeline_of(payload("words"), request(), MOMENT, finished=True)

    assert line is not None
    assert {row.name: row.told for row in line.rows} == {
        "RADAR_SCAN": "1 visit, 2 min 0 s",
        "QUALITY_AUDIT": "1 visit, 32 min 0 s",
        "PUBLISH": "1 visit, 25 min 0 s",
        "Waits for a reviewer": "1 time, 30 min 0 s",
        "Paused": "1 time, 10 min 0 s",
        "In doubt what is out": "1 time, 10 min 0 s",
        "Attempts that failed": "1 entry in the log",
    }
    assert line.ends == "the end"
    bars = [bar for row in line.rows for bar in row.bars]
    assert all(bar.x >= 0 and bar.x + bar.width <= 1000 and bar.width >= 5 for bar in bars)


@pytest.mark.parametrize(
    ("opens", "closes", "bars", "began", "told"),
    [
        (30, 90, 1, "2026", "until 2026"),
        (None, 30, 1, "at once", "until 2026"),
        (120, None, 0, "2026", "without an end"),
    ],
)
def test_a_publishing_window_is_drawn_as_far_as_the_axis_goes(
    opens: int | None, closes: int | None, bars: int, began: str, told: str
) -> None:
    """A window that lies beyond the axis is told and not drawn."""
    first, last = (
        None if minutes is None else MOMENT + timedelta(minutes=minutes)
        for minutes in (opens, closes)
    )
    asked = request(timing=Timing(publish_not_before=first, publish_before=last))

    line = timeline_of(payload("words"), asked, MOMENT, finished=True)

    assert line is not None
    window = line.rows[-1]
    assert window.name == "May publish"
    assert len(window.bars) == bars
    assert window.began.startswith(began)
    assert window.told.startswith(told)


def test_what_still_lasts_lasts_until_now() -> None:
    """A pause and a doubt that nobody has ended are drawn to the moment of the page."""
    log = [
        moved(0, CampaignState.PUBLISH),
        entry(5, LogAction.PUBLICATION_KNOWN, place="x.post", status=PublicationStatus.UNKNOWN),
        entry(6, LogAction.PAUSED),
    ]
    running = payload("words", execution_log=log, current_state=CampaignState.PUBLISH)

    line = timeline_of(running, None, MOMENT + timedelta(minutes=10), finished=False)

    assert line is not None
    told = {row.name: row.told for row in line.rows}
    assert told["Paused"] == "1 time, 4 min 0 s"
    assert told["In doubt what is out"] == "1 time, 5 min 0 s"
    assert line.ends == "as of then; it goes on"
