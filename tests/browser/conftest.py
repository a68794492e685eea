"""One browser shows every page, since starting it takes longer than looking at them."""

import asyncio
from pathlib import Path

import pytest

from tests.browser.browser import Found, Look, chromium, inspect
from tests.browser.colors import color_page
from tests.browser.pages import (
    publish_posts,
    write_audits,
    write_plan,
    write_report,
    write_status,
    write_tampered,
)

DESK, PHONE = 1280, 390
BY_NIGHT = (
    "overview",
    "x, without a picture",
    "instagram",
    "email",
    "google display",
    "taken back",
)

Seen = dict[tuple[str, bool], Found]
"""What was found in a page, by its name and whether it was dark."""


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """Let axe-core look at everything once."""
    chromium()
    folder = tmp_path_factory.mktemp("browser")
    colors = folder / "colors.html"
    colors.write_text(color_page(), "utf-8")
    posts, audits = asyncio.run(publish_posts(folder)), write_audits(folder)
    plan, report = asyncio.run(write_plan(folder)), write_report(folder)
    status = write_status(folder)
    looks: dict[tuple[str, bool], tuple[Path, Look]] = {
        ("colors", False): (colors, Look(dark=False, width=DESK)),
        ("tampered", False): (write_tampered(posts["instagram"]), Look(dark=False, width=DESK)),
        # The overview has every channel's color, and the others one form of post each.
        **{(name, True): (posts[name], Look(dark=True, width=PHONE)) for name in BY_NIGHT},
        **{(name, False): (page, Look(dark=False, width=DESK)) for name, page in posts.items()},
        **{(name, False): (page, Look(dark=False, width=DESK)) for name, page in audits.items()},
        ("audit of two files", True): (
            audits["audit of two files"],
            Look(dark=True, width=PHONE),
        ),
        **{("plan", dark): (plan, Look(dark=dark, width=PHONE)) for dark in (False, True)},
        **{("status", dark): (status, Look(dark=dark, width=PHONE)) for dark in (False, True)},
        ("report", False): (report, Look(dark=False, width=DESK)),
        ("report", True): (report, Look(dark=True, width=PHONE)),
    }
    return dict(zip(looks, inspect(looks.values(), folder), strict=True))
