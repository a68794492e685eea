"""The pages that are looked at: what the publisher, the auditor and the planner write."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from PIL import ImageDraw

from activities.publish.outbox.publisher import Outbox
from console.pages import audit as audit_page
from console.pages import plan as plan_page
from console.pages import report as report_page
from console.pages import status as status_page
from contracts import Publication, PublishOrder
from contracts.base import utc_now
from domain.audit.offline import Demands, PictureFile, PostCopy
from domain.platforms import placement_of
from runtime.audit.files import Piece, audit_pieces
from runtime.files.request import PreparedRequest
from runtime.plan.planning import plan_campaign
from runtime.settings import Settings
from tests.support.audit.subjects import Creative, canvas, png, stored
from tests.support.builders import request
from tests.support.campaigns.content_orders import copy_of
from tests.support.documents import pages as documents
from tests.support.documents import reports
from tests.support.publishing.outbox_orders import Hours, asset, box_in, order, settle

_PICTURE: Final = png(canvas("#886644", (40, 50)))
_SHA: Final = hashlib.sha256(_PICTURE).hexdigest()
_FEED: Final = placement_of("instagram", "feed")
_COPY: Final = PostCopy(
    {"headline": "The harvest", "body": "BUY NOW!!! " * 60, "call_to_action": "See it"},
    "A cup",
    "http://x",
)
_STRICT: Final = Demands(
    do_not_do=["No red", "Never say 'now'", "Do not sound desperate"],
    tone_guard={"voice": "formal", "style": "minimal"},
)


def _post(channel: str, placement: str, **changes: Any) -> PublishOrder:
    known = placement_of(channel, placement)
    values: dict[str, Any] = {
        "placement": placement,
        "sha256": _SHA,
        "size_bytes": len(_PICTURE),
        "width": known.width,
        "height": known.height,
        "text": copy_of(channel, placement),
    }
    return order(channel, placement=placement, assets=[asset(channel, **(values | changes))])


POSTS: Final = {
    "bluesky": _post("bluesky", "post"),
    "email": _post("email", "newsletter"),
    "facebook, without a link": _post("facebook", "feed", link=None),
    "google display": _post("google_display", "landscape"),
    "instagram": _post("instagram", "story"),
    "linkedin": _post("linkedin", "feed"),
    "mastodon": _post("mastodon", "post"),
    "x, without a picture": _post("x", "post", media_type="text/plain", width=None, height=None),
    "unknown network, without words": order(
        "some_network",
        assets=[asset("some_network", sha256=_SHA, text={}, alt_text=None, language=None)],
    ),
}
"""A post in each channel's own form and color; some lack something."""


async def publish_posts(folder: Path) -> dict[str, Path]:
    """Publish into outboxes, and return where each page lies that they wrote."""
    outbox = Outbox(folder / "outbox", Hours())
    found = {
        name: _page(await outbox.publish(post, {_SHA: _PICTURE})) for name, post in POSTS.items()
    }
    other = Outbox(folder / "other", Hours())
    await other.publish(order(assets=POSTS["instagram"].assets), {_SHA: _PICTURE})
    taken_back = await other.retract(settle())
    assert taken_back is not None
    unreadable = box_in(folder / "outbox") / "unreadable" / "post.json"
    unreadable.parent.mkdir()
    unreadable.write_text("{")
    # The last publication writes the overview, which then names the post that cannot be read.
    await outbox.publish(POSTS["email"].model_copy(update={"step_key": "last"}), {_SHA: _PICTURE})
    return found | {
        "taken back": _page(taken_back),
        "overview": box_in(folder / "outbox") / "index.html",
        "overview without posts": box_in(folder / "other") / "index.html",
    }


def write_tampered(page: Path) -> Path:
    """Write a page as if its templates had let something through, and return where it lies."""
    tampered = page.with_name("tampered.html")
    let_through = "<script>document.title = 'it ran'</script>"
    let_through += '<img src="none.png" alt="" onerror="document.title = \'it ran\'">'
    text = page.read_text("utf-8").replace("</main>", f"{let_through}</main>")
    tampered.write_text(text, "utf-8")
    return tampered


def write_audits(folder: Path) -> dict[str, Path]:
    """Audit pictures, and return where each of the auditor's pages lies."""
    background = canvas("#f2e9dc", (432, 540))
    ImageDraw.Draw(background).rectangle((40, 200, 200, 280), fill="#dd1111")
    picture, manifest, mask = stored(Creative(background=background, ink="#999999", px=24))
    bad = PictureFile(picture, "a.png", manifest, mask)
    broken = PictureFile(b"no picture", "b.png")
    pages = {
        "audit of two files": _audit([bad, broken], _COPY, _STRICT),
        "audit without copy": _audit([broken], None, Demands()),
    }
    found = {name: folder / f"{name}.html" for name in pages}
    for name, page in pages.items():
        found[name].write_text(page, "utf-8")
    return found


async def write_plan(folder: Path) -> Path:
    """Plan a campaign that has to wait for a person, and return where the page lies."""
    asked = request("email", do_not_do=["No red", "Do not sound desperate"])
    settings = Settings(home=folder / "home")
    planned = await plan_campaign(PreparedRequest(asked, ()), settings, utc_now(), print)
    page = folder / "plan.html"
    page.write_text(plan_page.page_of(planned.plan, planned.pictures), "utf-8")
    return page


def write_report(folder: Path) -> Path:
    """Tell a campaign from its request to its results, and return where the page lies."""
    page = folder / "report.html"
    told = reports.report("words")
    page.write_text(report_page.page_of(told, {documents.SHA: documents.PICTURE}), "utf-8")
    return page


def _page(publication: Publication) -> Path:
    assert publication.url is not None
    return Path(publication.url.removeprefix("file://"))


def write_status(folder: Path) -> Path:
    """Show a campaign that awaits a review, and return where the page lies."""
    page = folder / "status.html"
    campaign = documents.present("words")
    page.write_text(status_page.page_of(campaign, {documents.SHA: documents.PICTURE}), "utf-8")
    return page


def _audit(pictures: Sequence[PictureFile], copy: PostCopy | None, demands: Demands) -> str:
    pieces = [Piece(Path(one.name or ""), one, copy) for one in pictures]
    answer = audit_pieces(pieces, _FEED, demands, date(2026, 11, 22))
    return audit_page.page_of(answer, [one.data for one in pictures], copy)
