"""A ledger and an artefact store belong together, or nobody works with them."""

import asyncio
import shutil
from uuid import UUID

import pytest

from activities.ledger import upkeep
from activities.ledger.own_store import OwnStore
from activities.store import LocalArtifactStores, StoreMark
from activities.store.mark import PLACE
from contracts import ContractInvalid
from runtime.installation.belonging import look, settle
from tests.support.builders import TENANT
from tests.support.worlds.memories import BYTES, Memories, remember, used


async def test_the_first_use_lets_each_name_the_other(memories: Memories) -> None:
    """A second start finds what the first one wrote, and writes nothing."""
    ledger, stores = memories.ledger("ledger"), memories.stores("store")

    await settle(ledger, stores)
    mark, known = await stores.mark(), await ledger.own_store.known()
    await settle(ledger, stores)

    assert mark is not None
    assert known is not None
    assert (mark.ledger, mark.store) == ((await ledger.identity()).id, known.id)
    assert known.known_as.endswith(":" + str(memories.folder / "store"))
    assert (await look(ledger, stores)).is_settled
    assert await stores.mark() == mark


async def test_workers_that_start_at_once_agree(memories: Memories) -> None:
    """A fleet's first start marks one store once."""
    await memories.ledger("ledger").ready()

    await asyncio.gather(
        *(settle(memories.ledger("ledger"), memories.stores("store")) for _ in range(8))
    )

    found = await look(memories.ledger("ledger"), memories.stores("store"))
    assert found.is_settled


async def test_who_only_looks_marks_nothing(memories: Memories) -> None:
    """A command that shows something leaves an unused store as it is."""
    ledger = memories.ledger("ledger")

    found = await look(ledger, memories.stores("store"))

    assert (found.why_not, found.is_settled) == (None, False)
    assert memories.files("store") == []
    assert await ledger.own_store.known() is None


async def test_the_store_of_another_ledger_is_refused(memories: Memories) -> None:
    """The message names both places, and which settings to look at; nothing is written."""
    await used(memories, "theirs", "their store")
    ours = memories.ledger("ours")

    with pytest.raises(ContractInvalid) as refused:
        await settle(ours, memories.stores("their store"))

    said = str(refused.value)
    assert str(memories.folder / "their store") in said
    assert str(memories.folder / "ours.db") in said
    assert "PHOENIX_LEDGER_URL and PHOENIX_ARTIFACTS" in said
    assert await ours.own_store.known() is None


async def test_a_second_store_beside_the_first_is_refused(memories: Memories) -> None:
    """Two hosts with one ledger and a folder each are told so before the first campaign."""
    ledger = memories.ledger("ledger")
    await settle(ledger, memories.stores("store"))

    with pytest.raises(ContractInvalid, match=r"has its artefacts in the store .*/store, and"):
        await settle(ledger, memories.stores("elsewhere"))

    assert memories.files("elsewhere") == []


async def test_of_two_stores_that_are_marked_at_once_one_stays(memories: Memories) -> None:
    """Two hosts that start together for the first time do not both find their folder right."""
    ledger = memories.ledger("ledger")
    first, second = memories.stores("first"), memories.stores("second")

    class Slower(LocalArtifactStores):
        """Another host is done between this one's look and its mark."""

        async def put_mark(self, mark: StoreMark, *, replace: bool = False) -> bool:
            """See base class."""
            await settle(ledger, first)
            return await super().put_mark(mark, replace=replace)

    with pytest.raises(ContractInvalid, match="PHOENIX_ARTIFACTS must name the same store"):
        await settle(ledger, Slower(memories.folder / "second"))

    assert (await look(ledger, first)).is_settled
    assert await second.mark() is None


async def test_a_start_that_was_cut_off_between_both_goes_on(memories: Memories) -> None:
    """The mark is written first, and names its ledger: the next start notes it there."""
    ledger, stores = memories.ledger("ledger"), memories.stores("store")
    await stores.put_mark(StoreMark(ledger=(await ledger.identity()).id, store=UUID(int=5)))

    await settle(ledger, stores)

    known = await ledger.own_store.known()
    assert known is not None
    assert known.id == UUID(int=5)


@pytest.mark.parametrize("whose", [f'"tenant_id": "{TENANT}", ', ""], ids=["outcome", "result"])
async def test_the_store_of_an_earlier_release_is_adopted(memories: Memories, whose: str) -> None:
    """It has no mark, and holds what the ledger remembers: an upgrade asks nobody anything."""
    ledger, stores = memories.ledger("ledger"), memories.stores("store")
    await stores.of(UUID(int=77)).put(b"another tenant's", "image/png")
    reference = await stores.of(TENANT).put(BYTES, "image/png")
    await remember(ledger, whose=whose)
    (memories.folder / "store" / str(TENANT) / reference.sha256[:2] / reference.sha256).write_text(
        "damaged"
    )

    await settle(ledger, stores)

    assert (await look(ledger, stores)).is_settled


async def test_a_store_that_holds_nothing_of_it_is_not_adopted(memories: Memories) -> None:
    """An unmarked store beside a ledger with a past is another one's, or empty by mistake."""
    ledger = memories.ledger("ledger")
    await remember(ledger)
    await memories.stores("store").of(TENANT).put(b"something else", "image/png")

    with pytest.raises(ContractInvalid, match=r"nothing in the store .* is known to it.*adopt"):
        await settle(ledger, memories.stores("store"))

    assert await memories.stores("store").mark() is None


async def test_a_restored_ledger_finds_its_store(memories: Memories) -> None:
    """The same store beside the ledger in a new file, by its backup: all is well."""
    await used(memories)
    url = f"sqlite:///{memories.folder / 'ledger.db'}"
    await upkeep.back_up(url, memories.folder / "moved.db")
    await upkeep.restored(f"sqlite:///{memories.folder / 'moved.db'}")

    moved = memories.ledger("moved")
    await settle(moved, memories.stores("store"))

    assert (await look(moved, memories.stores("store"))).is_settled


async def test_a_restored_store_is_still_the_ledgers(memories: Memories) -> None:
    """A copy elsewhere has its mark; one without it, in the same place, has its bytes."""
    ledger = await used(memories)
    shutil.copytree(memories.folder / "store", memories.folder / "copy")
    mark = await memories.stores("store").mark()
    (memories.folder / "store" / PLACE).unlink()

    await settle(ledger, memories.stores("copy"))
    await settle(ledger, memories.stores("store"))

    assert await memories.stores("store").mark() == mark


async def test_a_second_folder_of_an_earlier_release_is_refused(memories: Memories) -> None:
    """Two hosts had one ledger and a folder each: artefacts of its in both prove nothing."""
    ledger = await used(memories)
    shutil.copytree(memories.folder / "store", memories.folder / "another host's")
    (memories.folder / "another host's" / PLACE).unlink()

    with pytest.raises(ContractInvalid, match=r"nothing says that .* is the same one.*adopt"):
        await settle(ledger, memories.stores("another host's"))

    assert await memories.stores("another host's").mark() is None


async def test_a_ledger_that_comes_second_to_a_store_notes_nothing(memories: Memories) -> None:
    """It is free for a store of its own."""
    first, second = memories.ledger("first"), memories.ledger("second")

    class Slower(LocalArtifactStores):
        """Another ledger is done between this one's look and its mark."""

        async def put_mark(self, mark: StoreMark, *, replace: bool = False) -> bool:
            """See base class."""
            await settle(first, memories.stores("store"))
            return await super().put_mark(mark, replace=replace)

    with pytest.raises(ContractInvalid, match="belongs to the ledger"):
        await settle(second, Slower(memories.folder / "store"))

    assert await second.own_store.known() is None
    await settle(second, memories.stores("its own"))


async def test_an_empty_store_that_was_wiped_is_marked_again(memories: Memories) -> None:
    """As long as nothing was stored there, nothing is missing."""
    ledger = memories.ledger("ledger")
    await ledger.own_store.note(OwnStore(UUID(int=4), memories.stores("store").known_as))

    await settle(ledger, memories.stores("store"))

    assert (await look(ledger, memories.stores("store"))).is_settled
