"""What is in use is known completely, or nothing is swept.

Longer than 250 lines because four sources of what is in use are faked together, and every promise
needs all of them.
"""

import os
from collections.abc import AsyncGenerator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from activities.ledger import SqlLedger
from activities.store import LocalArtifactStore, LocalArtifactStores
from contracts import (
    ArtifactRef,
    BrandKit,
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    Infrastructure,
    Source,
)
from runtime.refusals import Refused, WrongUse
from runtime.settings import Settings
from runtime.sweep import references, sweeping
from runtime.sweep.references import in_ledger, in_running
from runtime.sweep.replies import OutlivedRows, UnreferencedArtifacts
from runtime.sweep.sweeping import Sweep
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request

OTHER = UUID("00000000-6f0e-4b52-9a4e-3a4de3c0a0ff")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
WEEK = timedelta(days=7)
MONTH_AGO = (NOW - timedelta(days=30)).timestamp()


class FakeCampaigns:
    """Running campaigns, some of which give no answer."""

    def __init__(self, *requests: CampaignRequest) -> None:
        self.requests = {one.execution_id: one for one in requests}
        self.slots: list[CampaignRequest] = []
        self.remarks: dict[UUID, str] = {}
        self.silent: Exception | None = None

    async def scheduled(self) -> Sequence[CampaignRequest]:
        """See the port."""
        return self.slots

    async def running(self) -> Sequence[UUID]:
        """See the port."""
        return list(self.requests)

    async def request(self, execution: UUID) -> CampaignRequest:
        """See the port."""
        return self.requests[execution]

    async def payload(self, execution: UUID) -> CampaignPayload:
        """See the port."""
        if self.silent is not None:
            raise self.silent
        return CampaignPayload(
            campaign_id=CAMPAIGN,
            tenant_id=TENANT,
            execution_id=execution,
            current_state=CampaignState.QUALITY_AUDIT,
            name=self.remarks.get(execution, "a name"),
        )


class FakeTexts:
    """One table of a ledger, in pages."""

    def __init__(self, *pages: list[str]) -> None:
        self.pages = pages
        self.away: Infrastructure | None = None
        self.requests: list[str] = []

    async def outcomes(self) -> AsyncGenerator[list[str]]:
        """See the port."""
        for page in self.pages:
            yield page
        if self.away is not None:
            raise self.away

    results = outcomes

    async def unended(self) -> AsyncGenerator[list[str]]:
        """See the port."""
        yield self.requests


class FakeLedger:
    """A ledger with the texts that a test puts there."""

    def __init__(self, outcomes: FakeTexts | None = None, steps: FakeTexts | None = None) -> None:
        self.executions = outcomes or FakeTexts()
        self.steps = steps or FakeTexts()


class Told(list[str]):
    """What the operator was told."""

    def __call__(self, text: str) -> None:
        """Listen."""
        self.append(text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return the folder of a store."""
    return tmp_path / "artifacts"


async def keep(root: Path, *blobs: bytes, tenant: UUID = TENANT) -> list[ArtifactRef]:
    """Store artefacts of a tenant a month ago."""
    store = LocalArtifactStores(root).of(tenant)
    stored = [await store.put(blob, "text/plain") for blob in blobs]
    for one in await store.stored():
        os.utime(root / str(tenant) / one.place, (MONTH_AGO, MONTH_AGO))
    return stored


async def left_in(root: Path, tenant: UUID = TENANT) -> set[str | None]:
    """Return the names of what a tenant has in the store."""
    return {one.sha256 for one in await LocalArtifactStores(root).of(tenant).stored()}


def look_through(root: Path, told: Told) -> Sweep:
    """Return a sweep of the store."""
    return Sweep(LocalArtifactStores(root), str(root), WEEK, NOW, told)


def remembering(made: ArtifactRef) -> FakeLedger:
    """Return a ledger whose only outcome names an artefact."""
    return FakeLedger(FakeTexts([f'"{made.sha256}"']))


def with_logo(logo: ArtifactRef) -> FakeCampaigns:
    """Return a running campaign with a logo."""
    return FakeCampaigns(request(brand=BrandKit(name="Sur", logo=logo)))


async def test_whatever_any_campaign_refers_to_is_in_use() -> None:
    """What schedules, requests, payloads, outcomes and steps name all counts, ended or cut off."""
    campaigns = with_logo(ArtifactRef(sha256="1a" * 32, size=1, media_type="image/png"))
    campaigns.remarks[EXECUTION] = "2b" * 32
    feed = ArtifactRef(sha256="7e" * 32, size=1, media_type="text/csv")
    campaigns.slots = [request(sources=[Source(name="a feed", artifact=feed)])]
    outcomes = FakeTexts([f'"{"3c" * 32}"', "{}"], [f'"{"4d" * 32}"'])
    outcomes.requests = ["8f" * 32]
    steps = FakeTexts([f'["{"5e" * 32}","{"6f" * 32}"]'])

    running = await in_running(campaigns, Told())
    remembered = await in_ledger(FakeLedger(outcomes, steps), Told())

    assert running == {"1a" * 32, "2b" * 32, "7e" * 32}
    assert remembered == {pair * 32 for pair in ("3c", "4d", "5e", "6f", "8f")}


async def test_an_operator_hears_how_far_a_long_look_has_come(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody takes a sweep of a large installation for one that hangs."""
    monkeypatch.setattr(references, "_TOLD_EVERY", 1)
    monkeypatch.setattr(references, "_AT_ONCE", 2)
    told = Told()
    campaigns = FakeCampaigns(*(request(execution_id=UUID(int=one)) for one in range(3)))

    await in_running(campaigns, told)
    await in_ledger(FakeLedger(FakeTexts(["{}"] * 2, ["{}"])), told)

    assert told == [
        "asking 3 running campaigns what they refer to",
        "asked 2 of 3 running campaigns",
        "asked 3 of 3 running campaigns",
        "read 2 outcomes in the ledger",
        "read 3 outcomes in the ledger",
        "read all 3 outcomes in the ledger",
        "read 0 requests without an outcome in the ledger",
        "read all 0 requests without an outcome in the ledger",
        "read all 0 results of steps in the ledger",
    ]


async def test_what_nothing_refers_to_is_listed_and_stays(root: Path) -> None:
    """Without --sweep an operator sees what would go, and nothing goes."""
    made, logo, small, large = await keep(root, b"made", b"logo", b"small", b"larger")

    answer = await look_through(root, Told()).carry_out(
        with_logo(logo), remembering(made), removing=False
    )

    assert [one.sha256 for one in answer.artifacts] == [large.sha256, small.sha256]
    assert (answer.stored, answer.stored_bytes) == (4, 19)
    assert (answer.count, answer.size_bytes, answer.removed) == (2, 11, False)
    assert answer.oldest == NOW - timedelta(days=30)
    assert len(await left_in(root)) == 4


async def test_what_nothing_refers_to_is_removed(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --sweep exactly that goes, and the operator hears how far it has come."""
    monkeypatch.setattr(sweeping, "_BATCH", 1)
    made, logo, _, _ = await keep(root, b"made", b"logo", b"one", b"two")
    told = Told()

    answer = await look_through(root, told).carry_out(
        with_logo(logo), remembering(made), removing=True
    )

    assert await left_in(root) == {made.sha256, logo.sha256}
    assert (answer.count, answer.size_bytes, answer.removed) == (2, 6, True)
    assert told[-2:] == ["removed 1 of 2 artefacts", "removed 2 of 2 artefacts"]


async def test_every_tenants_store_is_swept_by_itself(root: Path) -> None:
    """What one tenant's campaign refers to is kept, and a leftover of another one goes by name."""
    made, _ = await keep(root, b"made", b"stray")
    (copy, _) = await keep(root, b"stray", b"more", tenant=OTHER)

    answer = await look_through(root, Told()).carry_out(
        FakeCampaigns(), remembering(made), removing=True
    )

    assert [(one.tenant_id, one.sha256) for one in answer.artifacts][:1] == [(OTHER, copy.sha256)]
    assert {one.tenant_id for one in answer.artifacts} == {TENANT, OTHER}
    assert all(one.place.startswith(f"{one.tenant_id}/") for one in answer.artifacts)
    assert (answer.stored, answer.count) == (4, 3)
    assert (await left_in(root), await left_in(root, OTHER)) == ({made.sha256}, set())


async def test_a_clean_store_is_told_as_such(root: Path) -> None:
    """Nothing to remove is no mistake."""
    answer = await look_through(root, Told()).carry_out(
        FakeCampaigns(), FakeLedger(), removing=True
    )

    assert (answer.stored, answer.count, answer.oldest, answer.artifacts) == (0, 0, None, [])
    assert UnreferencedArtifacts.model_validate_json(answer.model_dump_json()) == answer


async def test_a_campaign_that_does_not_answer_keeps_everything(root: Path) -> None:
    """What it refers to is not known, so status 1 says so and nothing goes."""
    logo, _ = await keep(root, b"logo", b"stray")
    campaigns = with_logo(logo)
    campaigns.silent = Refused("no worker answers for it")

    with pytest.raises(
        Refused, match=r"nothing was listed or removed, since .*: no worker answers"
    ):
        await look_through(root, Told()).carry_out(campaigns, FakeLedger(), removing=True)
    assert len(await left_in(root)) == 2


async def test_a_temporal_that_does_not_answer_keeps_everything(root: Path) -> None:
    """Status 2, as every command gives it for surroundings that do not work."""
    logo, _ = await keep(root, b"logo", b"stray")
    campaigns = with_logo(logo)
    campaigns.silent = WrongUse("Temporal does not answer any more")

    with pytest.raises(WrongUse, match=r"nothing was listed or removed, since .*: Temporal"):
        await look_through(root, Told()).carry_out(campaigns, FakeLedger(), removing=True)
    assert len(await left_in(root)) == 2


async def test_a_ledger_that_goes_away_half_read_keeps_everything(root: Path) -> None:
    """Half of the references are worth nothing."""
    await keep(root, b"stray")
    outcomes = FakeTexts(["{}"])
    outcomes.away = Infrastructure("The ledger does not answer.")

    with pytest.raises(WrongUse, match=r"nothing was listed or removed, since .*: The ledger"):
        await look_through(root, Told()).carry_out(
            FakeCampaigns(), FakeLedger(outcomes), removing=True
        )
    assert len(await left_in(root)) == 1


async def test_a_damaged_artefact_in_use_keeps_everything(root: Path) -> None:
    """Nobody knows what it led to; it is named, so that it can be restored."""
    logo, _ = await keep(root, b"logo", b"stray")
    (root / str(TENANT) / logo.sha256[:2] / logo.sha256).write_bytes(b"other")

    with pytest.raises(Refused, match=rf"since .*{logo.sha256}"):
        await look_through(root, Told()).carry_out(with_logo(logo), FakeLedger(), removing=True)
    assert len(await left_in(root)) == 2


async def test_the_store_of_another_installation_is_not_swept(root: Path) -> None:
    """A wrong ledger knows nothing of this store, even if a running campaign does: all stays."""
    logo, _, _ = await keep(root, b"logo", b"one", b"two")
    ledger = FakeLedger(FakeTexts([f'"{"ab" * 32}"']))
    told = Told()

    listed = await look_through(root, told).carry_out(with_logo(logo), ledger, removing=False)
    with pytest.raises(Refused, match=r"nothing was removed: .* check PHOENIX_LEDGER_URL"):
        await look_through(root, Told()).carry_out(with_logo(logo), ledger, removing=True)

    assert listed.count == 2
    assert "most likely it belongs to another one" in told[-1]
    assert len(await left_in(root)) == 3


async def test_a_store_that_fails_in_the_middle_is_told(root: Path) -> None:
    """The operator learns that a part may be gone, and that sweeping again does no harm."""

    class Failing(LocalArtifactStore):
        async def discard(self, artifact: object, before: datetime) -> bool:
            del artifact, before
            raise Infrastructure("The store is read-only.")

    class FailingStores(LocalArtifactStores):
        def of(self, tenant_id: UUID) -> LocalArtifactStore:
            return Failing(root / str(tenant_id))

    made, _ = await keep(root, b"made", b"stray")
    sweep = Sweep(FailingStores(root), str(root), WEEK, NOW, Told())

    with pytest.raises(Refused, match=r"stopped after 0 of 1 artefacts, .* next 1; .* read-only"):
        await sweep.carry_out(FakeCampaigns(), remembering(made), removing=True)


async def test_an_installation_is_swept_as_its_settings_say(tmp_path: Path) -> None:
    """Store and ledger are those of the workers, and an ended campaign keeps what it made."""
    settings = Settings(home=tmp_path)
    made, stray = await keep(Path(settings.artifacts), b"made", b"stray")
    ledger = SqlLedger(settings.ledger_url)
    payload = await FakeCampaigns().payload(EXECUTION)
    await ledger.executions.conclude(payload.model_copy(update={"name": made.sha256}), "a" * 64, "")
    await ledger.close()

    answer = await sweeping.sweep(settings, FakeCampaigns(), WEEK, NOW, Told(), removing=True)

    assert [one.sha256 for one in answer.artifacts] == [stray.sha256]
    assert await left_in(Path(settings.artifacts)) == {made.sha256}
    assert answer.ledger == OutlivedRows(older_than_days=366, steps=0, recipients=0)


async def test_settings_that_name_no_store_are_told() -> None:
    """Status 2 and the reason, before anything is asked."""
    with pytest.raises(WrongUse, match="Artefacts cannot be stored at ftp:"):
        await sweeping.sweep(
            Settings(artifacts="ftp://host"), FakeCampaigns(), WEEK, NOW, Told(), removing=False
        )
