"""`status` shows what is reviewed: its text, where its pictures lie, and what was found."""

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from activities.store import LocalArtifactStores
from console.campaign import show_whole_status
from console.screen import Screen
from contracts import ReviewAction, ReviewDecision, ReviewMode, ReviewPolicy, WaitingFor
from runtime.campaigns.client import Campaigns
from runtime.session import Session
from runtime.settings import Settings
from runtime.temporal.plugin import PhoenixPlugin
from tests.support.builders import EXECUTION, request
from tests.support.worlds.campaigns import Campaign, World, open_idle_world


async def awaiting(world: World, **changes: Any) -> Campaign:
    """Start a campaign that waits for its reviewer."""
    asked = request("instagram", "x", review=ReviewPolicy(mode=ReviewMode.ALWAYS), **changes)
    campaign = await world.start(asked)
    await campaign.waits_for(WaitingFor.REVIEW)
    return campaign


async def shown(world: World, store: Path, *, as_json: bool = False, **wanted: Path) -> str:
    """Return what `status` writes."""
    out, err = io.StringIO(), io.StringIO()
    settings = Settings(home=store, artifacts=str(store / "artifacts"))
    session = Session(settings, Campaigns(world.client), "default", "-", is_embedded=False)
    assert await show_whole_status(
        session, Screen(out, err, as_json=as_json), EXECUTION, **wanted
    ) in {0, 1}
    return out.getvalue() + err.getvalue()


def files_in(folder: Path) -> list[str]:
    """Return the paths of everything beneath a folder."""
    return [str(path) for path in folder.rglob("*")]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a test a home."""
    return tmp_path


async def test_a_reviewer_reads_every_text_and_finds_the_pictures(folder: Path) -> None:
    """Text, file and findings are on the screen, and a program gets the same."""
    async with open_idle_world(PhoenixPlugin()) as world:
        stores = LocalArtifactStores(folder / "artifacts")
        world.providers.stores = stores
        async with world.worker(replace(world.stages(), stores=stores)):
            campaign = await awaiting(world)
            text = await shown(world, folder)
            page, pictures = folder / "page.html", folder / "pictures"
            answer = json.loads(
                (await shown(world, folder, as_json=True, page=page, folder=pictures)).splitlines()[
                    0
                ]
            )
            digest = (await campaign.status()).report_digest
            world.faults.release_all()

    assert "instagram · feed" in text
    assert f"report to review: {digest}" in text
    assert "body" in text
    (where,) = {one["where"] for one in answer["pictures"] if one["channel"] == "x"}
    assert f"picture of x.post: {where}" in text
    assert where in files_in(folder)
    assert [asset["channel"] for asset in answer["assets"]] == ["instagram", "x"]
    assert (answer["verdict"], answer["idle"], answer["taken_up"]) == ("PASS", False, {})
    assert "AWAITS REVIEW" in page.read_text(encoding="utf-8")
    assert sorted(path.name for path in pictures.iterdir()) == ["instagram-feed.txt", "x-post.txt"]


async def test_what_the_store_here_does_not_have_is_told(world: World, folder: Path) -> None:
    """A worker elsewhere may have another store: the text is shown, and what is missing named."""
    await awaiting(world)

    text = await shown(world, folder, page=folder / "page.html")

    assert "instagram · feed" in text
    assert "not read: The artefact" in text
    assert "is not in the store" in text


async def test_a_revision_that_changed_nothing_is_told(world: World, folder: Path) -> None:
    """A reviewer does not read the same words twice to find a difference."""
    world.providers.obeys = False
    campaign = await awaiting(world)
    digest = (await campaign.status()).report_digest or ""
    change = ReviewDecision(
        action=ReviewAction.REQUEST_CHANGES, reviewer="Ana", comment="x", report_digest=digest
    )
    await campaign.send("review", change)
    await campaign.until(lambda status: status.awaiting_review and status.revision == 1)

    assert "the last request for changes changed nothing" in await shown(world, folder)
