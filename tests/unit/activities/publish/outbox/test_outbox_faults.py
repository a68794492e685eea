"""An outbox whose folder fails publishes nothing by halves, and denies nothing that is out."""

import hashlib
import json
import resource
from pathlib import Path

import pytest

from activities.publish.outbox.publisher import Outbox
from contracts import (
    ArtifactMissing,
    OutcomeUnknowable,
    PlatformUnavailable,
    PublicationStatus,
)
from tests.support.documents.markup import read
from tests.support.publishing.outbox_orders import (
    PICTURE,
    SHA,
    Hours,
    asset,
    order,
    posts_in,
    settle,
    state_of,
)


async def test_a_crash_before_the_overview_is_made_up_for(box: Path, tmp_path: Path) -> None:
    """A worker killed after the post and before the overview leaves no lasting gap."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    (box / "index.html").unlink()
    (box / "feed.json").write_bytes(b"{")
    (box / ".new-killed").mkdir()

    await outbox.publish(order(), {SHA: PICTURE})

    assert len(read((box / "index.html").read_text()).all("a", "tile")) == 1
    assert len(json.loads((box / "feed.json").read_bytes())["items"]) == 1
    assert not (box / ".new-killed").exists()


async def test_an_asset_without_bytes_publishes_nothing(box: Path, tmp_path: Path) -> None:
    """A post is whole or absent."""
    with pytest.raises(ArtifactMissing, match=SHA):
        await Outbox(tmp_path, Hours()).publish(order(), {})

    assert state_of(box).keys() == {".lock"}


async def test_a_full_disk_publishes_nothing(box: Path, tmp_path: Path) -> None:
    """A post that could not be written whole does not appear, and a retry may succeed."""
    outbox = Outbox(tmp_path, Hours())
    big = b"x" * 50_000
    large = order(assets=[asset(sha256=hashlib.sha256(big).hexdigest(), size_bytes=len(big))])
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))

    try:
        with pytest.raises(PlatformUnavailable, match="cannot be written: File too large"):
            await outbox.publish(large, {hashlib.sha256(big).hexdigest(): big})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert await outbox.find(settle()) is None
    assert state_of(box).keys() == {".lock"}


async def test_a_post_whose_overview_cannot_be_written_is_not_denied(
    box: Path, tmp_path: Path
) -> None:
    """A fault after the post is in its place is no proof that nothing is out."""
    outbox = Outbox(tmp_path, Hours())
    (box / "index.html").mkdir(parents=True)

    with pytest.raises(OutcomeUnknowable, match="is there"):
        await outbox.publish(order(), {SHA: PICTURE})

    found = await outbox.find(settle())
    assert found is not None
    assert found.status is PublicationStatus.SENT


async def test_a_post_that_was_moved_before_a_fault_is_not_said_to_be_out(
    box: Path, tmp_path: Path
) -> None:
    """A fault after the post was taken back is no proof that it is still out."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    (box / "index.html").unlink()
    (box / "index.html").mkdir()

    with pytest.raises(OutcomeUnknowable, match="was moved"):
        await outbox.retract(settle())

    found = await outbox.find(settle())
    assert found is not None
    assert found.status is PublicationStatus.RETRACTED


async def test_a_post_that_cannot_be_moved_stays_out(box: Path, tmp_path: Path) -> None:
    """A fault before the post is moved leaves it where it was, and another attempt may help."""
    outbox = Outbox(tmp_path, Hours())
    published = await outbox.publish(order(), {SHA: PICTURE})
    (box / "retracted").write_bytes(b"")

    with pytest.raises(PlatformUnavailable, match="cannot be written"):
        await outbox.retract(settle())

    (box / "retracted").unlink()
    assert await outbox.find(settle()) == published


async def test_a_post_that_cannot_be_read_is_not_denied(box: Path, tmp_path: Path) -> None:
    """Where the facts are damaged nobody claims that nothing is out, and nothing is sent again."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    (posts_in(box)[0] / "post.json").write_text("{}")

    for question in (
        outbox.find(settle()),
        outbox.retract(settle()),
        outbox.publish(order(), {SHA: PICTURE}),
    ):
        with pytest.raises(OutcomeUnknowable, match="cannot be read"):
            await question


async def test_an_outbox_that_cannot_be_asked_denies_nothing(box: Path, tmp_path: Path) -> None:
    """A broken disk is not taken for an empty outbox."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    record = posts_in(box)[0] / "post.json"
    record.unlink()
    record.mkdir()

    with pytest.raises(OutcomeUnknowable, match="cannot be asked"):
        await outbox.find(settle())


async def test_the_overview_names_a_post_that_it_cannot_show(box: Path, tmp_path: Path) -> None:
    """One damaged post neither hides itself nor stops the others."""
    outbox = Outbox(tmp_path, Hours())
    await outbox.publish(order(), {SHA: PICTURE})
    (damaged,) = posts_in(box)
    (damaged / "post.json").write_text("{}")

    await outbox.publish(order("email"), {SHA: PICTURE})

    overview = (box / "index.html").read_text()
    assert f"cannot be read: {damaged.name}" in overview
    assert "1 post<" in overview
