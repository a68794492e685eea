"""A person's word lets a store take another one's place, and nothing else does."""

from uuid import UUID

import pytest

from activities.store import StoreMark
from activities.store.mark import PLACE
from contracts import ContractInvalid
from runtime.installation.belonging import adopt, look, refuse_without_ledger, settle
from tests.support.worlds.memories import Memories, used

OTHERS = StoreMark(ledger=UUID(int=8), store=UUID(int=9))


async def test_a_lost_store_is_replaced_on_a_persons_word(memories: Memories) -> None:
    """From then on the new one is right and the former one is not."""
    ledger = await used(memories)
    empty = memories.stores("empty")

    before = await adopt(ledger, empty)
    again = await adopt(ledger, empty)

    assert before.known is not None
    assert before.known.known_as.endswith("/store")
    assert (before.is_settled, again.is_settled) == (False, True)
    await settle(ledger, empty)
    assert (await look(ledger, memories.stores("store"))).why_not is not None


@pytest.mark.parametrize("mark", [OTHERS.model_dump_json(), "{}"], ids=["another's", "broken"])
async def test_a_store_changes_hands_on_a_persons_word(memories: Memories, mark: str) -> None:
    """A mark that cannot be read, or names a ledger that is lost for ever, is replaced."""
    ledger = memories.ledger("ledger")
    (memories.folder / "store").mkdir()
    (memories.folder / "store" / PLACE).write_text(mark)

    await adopt(ledger, memories.stores("store"))

    assert (await look(ledger, memories.stores("store"))).is_settled


async def test_no_second_ledger_is_made_for_a_store(memories: Memories) -> None:
    """A ledger that is not where it should be is looked for, and not followed by an empty one."""
    await used(memories)

    with pytest.raises(ContractInvalid, match=r"there is no ledger at sqlite:///gone\.db"):
        await refuse_without_ledger("sqlite:///gone.db", memories.stores("store"))

    await refuse_without_ledger("sqlite:///gone.db", memories.stores("unused"))
