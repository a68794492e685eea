"""What only Mastodon has: pictures with a focus that says whose post it is, and who sees it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from activities.publish.mastodon.marker import Focus
from tests.networks.servers import asked, fetched
from tests.support.publishing.cases import case_of, kind_of
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order, settle
from tests.support.publishing.worlds.world import World

pytestmark = pytest.mark.e2e

OTHERS: Final = 45
"""More posts than a server shows at once."""


async def test_a_post_is_found_by_its_marker_behind_many_others(
    mastodon: World, tmp_path: Path
) -> None:
    """The server keeps the focus exactly, shows the picture, and is asked page by page."""
    section = {**mastodon.section, "visibility": "unlisted", "focus_x": 0.5, "focus_y": -0.25}
    publisher = case_of(kind_of("mastodon"), replace(mastodon, section=section), tmp_path).publisher
    one = order("marked", assets=[asset("x")])

    published = await publisher.publish(one, {SHA: PICTURE})
    url, token = mastodon.section["url"], mastodon.environ["FEDI_TOKEN"]
    for number in range(OTHERS):
        asked(f"{url}/api/v1/statuses", token, {"status": f"another post, {number}"})
    found = await publisher.find(settle("marked"))

    assert found is not None
    assert found.remote_id == published.remote_id
    assert published.remote_id not in {json.loads(each)["id"] for each in mastodon.shown()}
    post = asked(f"{url}/api/v1/statuses/{published.remote_id}", token)
    (picture,) = post["media_attachments"]
    assert Focus.of(one.step_key, 0.5, -0.25).is_at(**picture["meta"]["focus"])
    assert picture["description"] == "Una bolsa de café"
    assert (post["visibility"], post["language"]) == ("unlisted", "es")
    assert fetched(picture["url"]) == PICTURE
    await publisher.close()
