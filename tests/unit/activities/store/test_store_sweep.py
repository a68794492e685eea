"""What nothing refers to is taken away, and never anything else."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.store import (
    LocalArtifactStore,
    StoredArtifact,
    closure,
    references_in,
    remove,
    unreferenced,
)
from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ArtifactRef,
    CampaignPayload,
    CampaignState,
    ContractInvalid,
    Infrastructure,
    LayoutManifest,
    VisualAsset,
)
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request

NOW = datetime(2026, 6, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
LONG_AGO = (NOW - timedelta(days=30)).timestamp()


@pytest.fixture
def store(tmp_path: Path) -> LocalArtifactStore:
    """Give a test an empty store."""
    return LocalArtifactStore(tmp_path)


def age_all(root: Path, moment: float = LONG_AGO) -> None:
    """Make every file look as if it had been stored then."""
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


async def creative(store: LocalArtifactStore) -> tuple[VisualAsset, set[str]]:
    """Store a creative with its manifest and mask; return it and the names of the three."""
    mask = await store.put(b"mask\0", "image/png")
    layout = LayoutManifest(width=10, height=10, mask=mask)
    manifest = await store.put(layout.model_dump_json().encode(), "application/json")
    picture = await store.put(b"picture\0", "image/png")
    asset = VisualAsset(
        channel="x",
        placement="post",
        sha256=picture.sha256,
        size_bytes=picture.size,
        media_type=picture.media_type,
        manifest=manifest,
    )
    return asset, {mask.sha256, manifest.sha256, picture.sha256}


def campaign(*assets: VisualAsset) -> str:
    """Return a campaign's payload as the ledger keeps it."""
    return CampaignPayload(
        campaign_id=CAMPAIGN,
        tenant_id=TENANT,
        execution_id=EXECUTION,
        current_state=CampaignState.IDLE,
        assets=list(assets),
    ).model_dump_json()


async def test_everything_that_a_campaign_needs_is_reached(store: LocalArtifactStore) -> None:
    """A creative's manifest and its mask count as used, though no campaign names the mask."""
    asset, names = await creative(store)

    reached = await closure(store, references_in(campaign(asset)))

    assert reached == names


async def test_what_a_request_brings_along_is_reached() -> None:
    """A brand's logo is in use as long as its campaign may still be revised."""
    logo = ArtifactRef(sha256="5a" * 32, size=7, media_type="image/png")
    order = request()
    order = order.model_copy(update={"brand": order.brand.model_copy(update={"logo": logo})})

    assert references_in(order.model_dump_json()) == {logo.sha256}


async def test_digests_of_things_that_lie_elsewhere_do_no_harm(store: LocalArtifactStore) -> None:
    """A report names digests of assets' descriptions, which are nowhere stored."""
    report = await store.put(b'{"asset_digests":["' + b"ab" * 32 + b'"]}', "application/json")

    reached = await closure(store, {report.sha256, "cd" * 32})

    assert reached == {report.sha256, "ab" * 32, "cd" * 32}


async def test_artefacts_that_name_each_other_are_followed(store: LocalArtifactStore) -> None:
    """A long chain of references ends, and each of its links is in use."""
    last = await store.put(b"{}", "application/json")
    names = {last.sha256}
    for _ in range(30):
        last = await store.put(f'["{last.sha256}","{min(names)}"]'.encode(), "application/json")
        names.add(last.sha256)

    assert await closure(store, {last.sha256}) == names


@pytest.mark.parametrize(
    "text", ["", "{}", "ab" * 31, "ab" * 33, "AB" * 32, '{"sha512":"' + "ab" * 64 + '"}']
)
def test_what_is_no_digest_is_no_reference(text: str) -> None:
    """Other hexadecimal text does not keep anything alive."""
    assert references_in(text) == set()


async def test_a_damaged_artefact_stops_the_search(
    store: LocalArtifactStore, tmp_path: Path
) -> None:
    """Nothing is swept on the word of an artefact that is not what was stored."""
    asset, _ = await creative(store)
    assert asset.manifest is not None
    name = asset.manifest.sha256
    (tmp_path / name[:2] / name).write_bytes(b"{}")

    with pytest.raises(ArtifactAltered, match=name):
        await closure(store, references_in(campaign(asset)))


async def test_only_what_is_old_and_unused_is_swept(
    store: LocalArtifactStore, tmp_path: Path
) -> None:
    """A sweep takes a failed attempt's left-overs and leaves every campaign whole."""
    asset, names = await creative(store)
    orphan = await store.put(b"orphan", "text/plain")
    age_all(tmp_path)
    young = await store.put(b"about to be referred to", "text/plain")
    now = datetime.now(UTC)
    referenced = await closure(store, references_in(campaign(asset)))

    found = await unreferenced(store, referenced, WEEK, now)
    gone = await remove(store, found, WEEK, now)

    assert gone == found
    assert [(one.sha256, one.size) for one in found] == [(orphan.sha256, 6)]
    assert {one.sha256 for one in await store.stored()} == names | {young.sha256}
    with pytest.raises(ArtifactMissing):
        await store.get(orphan.sha256)


async def test_a_listing_alone_takes_nothing(store: LocalArtifactStore, tmp_path: Path) -> None:
    """An operator can look before anything is gone."""
    await store.put(b"orphan", "text/plain")
    age_all(tmp_path)

    found = await unreferenced(store, set(), WEEK, NOW)

    assert found == await store.stored()
    assert found[0].modified == NOW - timedelta(days=30)


async def test_what_is_stored_again_is_young_again(
    store: LocalArtifactStore, tmp_path: Path
) -> None:
    """A campaign that makes the same bytes as a forgotten one does not lose them to a sweep."""
    await store.put(b"a logo of last year", "image/png")
    age_all(tmp_path)
    now = datetime.now(UTC)
    found = await unreferenced(store, set(), WEEK, now)

    reference = await store.put(b"a logo of last year", "image/png")

    assert len(found) == 1
    assert await remove(store, found, WEEK, now) == []
    assert await store.get(reference.sha256) == b"a logo of last year"


async def test_what_is_stored_again_in_the_very_moment_of_its_removal_stays(
    store: LocalArtifactStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the last look and the deletion there is no gap in which bytes are lost."""
    reference = await store.put(b"busy", "image/png")
    age_all(tmp_path)
    found = await unreferenced(store, set(), WEEK, NOW)
    really_replace: Callable[[Path, Path], Path] = Path.replace

    def renewed_just_before(path: Path, target: Path) -> Path:
        if not path.name.startswith("."):
            os.utime(path)
        return really_replace(path, target)

    monkeypatch.setattr(Path, "replace", renewed_just_before)

    assert await remove(store, found, WEEK, NOW) == []
    assert await store.get(reference.sha256) == b"busy"
    assert len(await store.stored()) == 1


async def test_an_unfinished_write_is_never_served_and_is_swept(
    store: LocalArtifactStore, tmp_path: Path
) -> None:
    """What a killed process left behind takes no room for ever, and passes for no artefact."""
    reference = await store.put(b"whole", "text/plain")
    part = tmp_path / reference.sha256[:2] / f".{'0' * 32}.part"
    part.write_bytes(b"who")
    age_all(tmp_path)

    found = await unreferenced(store, {reference.sha256}, WEEK, NOW)

    assert [(one.sha256, one.size) for one in found] == [(None, 3)]
    assert await remove(store, found, WEEK, NOW) == found
    assert await store.get(reference.sha256) == b"whole"
    assert not part.exists()


async def test_other_files_in_the_folder_are_left_alone(
    store: LocalArtifactStore, tmp_path: Path
) -> None:
    """What the store has not written, it neither lists nor deletes."""
    (tmp_path / "README").write_text("ours")
    (tmp_path / "ab").mkdir()
    (tmp_path / "ab/notes.txt").write_text("ours")
    (tmp_path / "ab" / ("cd" * 32)).write_text("in a wrong place")
    (tmp_path / "ab" / ("ab" * 32)).symlink_to(tmp_path / "gone")

    assert await store.stored() == []


async def test_a_store_that_does_not_exist_yet_is_empty(tmp_path: Path) -> None:
    """Nothing has to be prepared before the first campaign."""
    assert await LocalArtifactStore(tmp_path / "none").stored() == []


async def test_what_another_sweep_has_taken_is_not_counted(store: LocalArtifactStore) -> None:
    """Two sweeps at once do not fail, and do not both say that they deleted it."""
    gone = StoredArtifact(f"ab/{'ab' * 32}", "ab" * 32, 1, NOW - 2 * WEEK)

    assert await remove(store, [gone], WEEK, NOW) == []


async def test_a_folder_that_cannot_be_changed_is_reported(
    store: LocalArtifactStore, tmp_path: Path
) -> None:
    """An operator reads why a sweep has stopped."""
    (tmp_path / "ab").write_bytes(b"a file where a folder should be")
    listed = StoredArtifact(f"ab/{'ab' * 32}", "ab" * 32, 1, NOW - 2 * WEEK)

    with pytest.raises(Infrastructure, match="cannot be swept: Not a directory"):
        await remove(store, [listed], WEEK, NOW)


@pytest.mark.parametrize("age", [timedelta(0), timedelta(minutes=59), timedelta(days=367)])
async def test_an_age_that_endangers_running_campaigns_is_refused(
    store: LocalArtifactStore, age: timedelta
) -> None:
    """A slip of the operator does not sweep what was stored a minute ago."""
    with pytest.raises(ContractInvalid, match="from an age of one hour to 366 days"):
        await unreferenced(store, set(), age, NOW)
    with pytest.raises(ContractInvalid, match="from an age of one hour to 366 days"):
        await remove(store, [], age, NOW)
