"""An erasure that is stopped says so, goes on when it is said again, and claims nothing early.

Longer than 250 lines because everything that Temporal keeps of a tenant is faked for all of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import UUID

import pytest

from activities.ledger import SqlLedger
from activities.ledger.upkeep import migrate
from activities.memory.folder import FolderMemory
from activities.store import LocalArtifactStore, LocalArtifactStores
from contracts import (
    ArtifactRef,
    CampaignRequest,
    CampaignState,
    Infrastructure,
    Place,
    workflow_id,
)
from contracts.names import step_key
from domain.signing import canonical, digest
from runtime.campaigns.client import Campaigns
from runtime.erasure import erasing, holdings
from runtime.erasure.erasing import Erasure
from runtime.erasure.replies import ErasedTenant
from runtime.progress import Say
from runtime.refusals import Refused, Unknown, WrongUse
from runtime.settings import Settings
from tests.support.builders import CAMPAIGN, EXECUTION, TENANT, request

OTHER = UUID("0b0e4c5e-8a3e-4a57-9d15-0f1f6a6f00ff")


@dataclass
class FakeRun:
    """What Temporal lists of a workflow."""

    id: str


@dataclass
class FakeTemporal:
    """What Temporal keeps of one tenant: campaigns by their requests, and schedules."""

    running: list[FakeRun] = field(default_factory=list[FakeRun])
    ended: dict[UUID, CampaignRequest | None] = field(
        default_factory=dict[UUID, CampaignRequest | None]
    )
    names: list[str] = field(default_factory=list[str])
    is_slow: bool = False
    silent: Exception | None = None

    def runs_of(self, tenant_id: UUID) -> "FakeTemporal":
        """See `Campaigns`."""
        assert tenant_id == TENANT
        return self

    @property
    def schedules(self) -> "FakeTemporal":
        """See `Campaigns`."""
        return self

    async def of_tenant(self, tenant_id: UUID) -> Sequence[str]:
        """See `Schedules`."""
        assert tenant_id == TENANT
        return list(self.names)

    async def open(self) -> Sequence[FakeRun]:
        """See `TenantRuns`."""
        return self.running

    async def closed(self) -> Sequence[FakeRun]:
        """See `TenantRuns`."""
        return [FakeRun("slot-coffee"), *(FakeRun(workflow_id(one)) for one in self.ended)][
            0 if self.ended else 1 :
        ]

    async def request(self, execution: UUID) -> CampaignRequest | None:
        """See `TenantRuns`."""
        if self.silent is not None:
            raise self.silent
        return self.ended[execution]

    async def delete(self, say_or_schedule: Say | str) -> None:
        """See `TenantRuns` and `Schedules`."""
        if isinstance(say_or_schedule, str):
            self.names.remove(say_or_schedule)
            self.running += [FakeRun("slot-late")] if say_or_schedule == "late" else []
        elif not self.is_slow:
            self.ended.clear()


@dataclass
class Scene:
    """An installation of which one tenant is erased."""

    settings: Settings
    temporal: FakeTemporal = field(default_factory=FakeTemporal)
    told: list[str] = field(default_factory=list[str])

    @property
    def store(self) -> LocalArtifactStore:
        """The tenant's store."""
        return LocalArtifactStores(Path(self.settings.artifacts)).of(TENANT)

    async def erase(self, *, erasing: bool = True) -> ErasedTenant:
        """Erase the tenant."""
        campaigns = cast("Campaigns", self.temporal)
        erasure = Erasure(self.settings, campaigns, TENANT, self.told.append)
        return await erasure.carry_out(erasing=erasing)

    async def outcome_of(self, asked: CampaignRequest) -> object:
        """Return what an execution is answered with."""
        ledger = SqlLedger(self.settings.ledger_url)
        opened = await ledger.executions.open(asked, digest(asked))
        await ledger.close()
        return opened.outcome


@pytest.fixture
async def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Return one with a ledger that has nothing in it."""
    monkeypatch.delenv("TEMPORAL_ADDRESS", raising=False)
    (tmp_path / "temporal.toml").write_text("")
    monkeypatch.setenv("TEMPORAL_CONFIG_FILE", str(tmp_path / "temporal.toml"))
    settings = Settings(home=tmp_path)
    await migrate(settings.ledger_url)
    return Scene(settings)


def left(answer: ErasedTenant) -> dict[str, tuple[int, int]]:
    """Return what there was and is left, where there was something."""
    return {one.what: (one.found, one.left) for one in answer.held if one.found or one.left}


async def test_a_tenant_that_nobody_knows_is_refused(scene: Scene) -> None:
    """An id with a typing error is told as one, counted or confirmed."""
    for sure in (False, True):
        with pytest.raises(Unknown, match=f"there is no tenant {TENANT} here"):
            await scene.erase(erasing=sure)


async def test_a_tenant_of_whom_nothing_is_held_is_erased(scene: Scene) -> None:
    """It is known by its policy alone; every row has a zero."""
    scene.settings.tenants.mkdir()
    (scene.settings.tenants / f"{TENANT}.toml").touch()

    counted = await scene.erase(erasing=False)
    erased = await scene.erase()

    assert (left(counted), left(erased)) == ({}, {})
    assert not counted.erased
    assert erased.is_gone
    assert erased.stays == list(erasing.STAYS)


async def test_a_request_in_the_store_names_an_execution_that_temporal_has_forgotten(
    scene: Scene,
) -> None:
    """Its run was ended from outside long ago; it is told apart from what only looks like one."""
    asked, elsewhere = request(), request(tenant_id=OTHER, execution_id=UUID(int=9))
    texts = [b'{"execution_id": 1}', b"\x00" * 70_000, b"text", canonical(elsewhere)]
    for data in [canonical(asked), *texts]:
        await scene.store.put(data, "application/json")
    part = Path(scene.settings.artifacts) / str(TENANT) / "ab" / f".{'0' * 32}.part"
    part.parent.mkdir()
    part.write_bytes(b"unfinished")

    answer = await scene.erase()

    assert left(answer) == {"executions": (1, 0), "artefacts": (6, 0)}
    assert await scene.outcome_of(asked) is not None
    assert await scene.outcome_of(elsewhere) is None


async def test_a_run_names_an_execution_only_by_a_request_of_the_tenants(scene: Scene) -> None:
    """A run of no request, a slot, and another tenant's request are none of its executions."""
    scene.temporal.ended = {
        EXECUTION: request(),
        UUID(int=8): None,
        UUID(int=9): request(tenant_id=OTHER, execution_id=UUID(int=9)),
    }

    answer = await scene.erase()

    assert left(answer) == {"executions": (1, 0), "runs": (4, 0)}
    assert await scene.outcome_of(request()) is not None


async def test_nothing_is_erased_while_it_is_not_known_what_there_is(scene: Scene) -> None:
    """An execution that is not asked about would have no tombstone, and could run again."""
    scene.temporal.ended = {EXECUTION: request()}
    scene.temporal.silent = Refused("no answer")
    await FolderMemory(scene.settings.memory).keep(TENANT, "feed", "words")

    with pytest.raises(Refused, match=r"nothing was erased, since .*: no answer"):
        await scene.erase()
    assert await FolderMemory(scene.settings.memory).number_of(TENANT) == 1


async def test_open_campaigns_are_named_and_nothing_is_counted(scene: Scene) -> None:
    """However many there are, the first five are enough to go on with."""
    scene.temporal.running = [FakeRun(f"campaign-{number}") for number in range(7)]

    with pytest.raises(Refused, match=r"open campaigns or slots, 7 in all \(.*campaign-4, …\)"):
        await scene.erase(erasing=False)


async def test_a_campaign_that_was_cut_off_while_it_published_is_named(scene: Scene) -> None:
    """A tombstone would say that nothing is out of it, and nobody could tell any more."""
    scene.temporal.ended = {EXECUTION: request()}
    ledger = SqlLedger(scene.settings.ledger_url)
    await ledger.executions.open(request(), digest(request()))
    key = step_key(CAMPAIGN, EXECUTION, CampaignState.PUBLISH, Place("x", "post"))
    lease = timedelta(seconds=60)
    await ledger.steps.claim(key, 0, input_sha256="a" * 64, holder="here", lease=lease)
    await ledger.close()

    with pytest.raises(Refused, match=rf"cut off while they published, 1 in all \({EXECUTION}\)"):
        await scene.erase()


async def test_a_slot_that_begins_meanwhile_stops_the_erasure(scene: Scene) -> None:
    """Its schedule is gone, and it is let end before anything else is erased."""
    scene.temporal.names = ["coffee", "late"]
    await FolderMemory(scene.settings.memory).keep(TENANT, "feed", "words")

    with pytest.raises(Refused, match=r"open campaigns or slots, 1 in all \(slot-late\)"):
        await scene.erase()
    assert scene.temporal.names == []
    assert await FolderMemory(scene.settings.memory).number_of(TENANT) == 1


async def test_what_temporal_has_not_deleted_in_time_is_left(scene: Scene) -> None:
    """The answer says so, and the same again comes to the end."""
    scene.temporal.ended = {EXECUTION: request()}
    scene.temporal.is_slow = True

    first = await scene.erase()
    scene.temporal.is_slow = False
    second = await scene.erase()

    assert left(first) == {"executions": (1, 0), "runs": (2, 2)}
    assert not first.is_gone
    assert left(second) == {"runs": (2, 0)}
    assert second.is_gone


async def test_a_file_that_cannot_be_deleted_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was erased by then is gone, and the same again goes on."""

    def refused(folder: Path) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    await scene.store.put(b"creative", "image/png")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(holdings, "remove_folder", refused)
        with pytest.raises(WrongUse, match=r"the erasure stopped, and the same .*: .* denied"):
            await scene.erase()
    assert scene.told[-1] == "erasing in the outbox"
    assert (await scene.erase()).is_gone


async def test_what_is_stored_meanwhile_is_told(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A late worker wrote something: the operator says it again."""
    await scene.store.put(b"text", "text/plain")

    async def kept(self: object, artifact: ArtifactRef, before: datetime) -> bool:
        del self, artifact, before
        return False

    monkeypatch.setattr(LocalArtifactStore, "discard", kept)

    with pytest.raises(WrongUse, match="something was stored meanwhile"):
        await scene.erase()


async def test_a_ledger_that_does_not_answer_erases_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 2, and everything is as it was."""

    async def away(*_: object) -> None:
        raise Infrastructure("The ledger does not answer.")

    monkeypatch.setattr(erasing, "executions_of", away)

    with pytest.raises(WrongUse, match=r"nothing was erased, since .*: The ledger does not answer"):
        await scene.erase()


async def test_a_store_that_is_none_is_told(scene: Scene) -> None:
    """Before anything is asked of it."""
    scene.settings = Settings(home=scene.settings.home, artifacts="ftp://host")

    with pytest.raises(WrongUse, match="PHOENIX_ARTIFACTS: Artefacts cannot be stored at ftp:"):
        await scene.erase()
