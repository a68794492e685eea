"""An outbox with many posts publishes as fast as one with few."""

import json
import os
from pathlib import Path

import pytest

from activities.publish.outbox import files
from activities.publish.outbox.publisher import Outbox
from tests.support.documents.markup import read
from tests.support.publishing.outbox_orders import PICTURE, SHA, Hours, order, posts_in


def grow_older(box: Path) -> None:
    """Let a minute have passed since every post was published."""
    for record in box.glob("*/post.json"):
        moment = record.stat().st_mtime - 60
        os.utime(record, (moment, moment))


async def test_a_long_history_costs_no_publication_its_time(
    box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overview and feed show the newest posts, and every post keeps its own page."""
    monkeypatch.setattr(files, "MOST_SHOWN", 2)
    outbox = Outbox(tmp_path, Hours())

    for age, channel in enumerate(("x", "email", "instagram")):
        await outbox.publish(order(channel), {SHA: PICTURE})
        if age < 2:
            grow_older(box)
    await outbox.publish(order("instagram"), {SHA: PICTURE})

    items = json.loads((box / "feed.json").read_bytes())["items"]
    overview = read((box / "index.html").read_text()).one("body").text
    assert [item["tags"][0] for item in items] == ["instagram", "email"]
    assert "3 posts" in overview
    assert "Not shown: 1 older, each in a folder beside this page" in overview
    assert len(posts_in(box)) == 3
