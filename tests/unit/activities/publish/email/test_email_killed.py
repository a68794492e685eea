"""Processes that write letters may be killed at any moment: nobody gets two, and nobody is lost."""

from pathlib import Path

from activities.ports import Delivery
from tests.support.publishing.networks.killed_mailing import mailed_with_kills

READERS = 300


async def test_a_killed_process_writes_to_nobody_twice_and_forgets_nobody(tmp_path: Path) -> None:
    """The server's book has one letter for everybody but those whom the ledger says it doubts."""
    aftermath = await mailed_with_kills(tmp_path, READERS, 3)

    doubtful = aftermath.deliveries[Delivery.UNKNOWN]
    without = [reader for reader, letters in aftermath.letters.items() if letters == 0]
    assert aftermath.kills == 3
    assert max(aftermath.letters.values()) == 1
    assert len(without) <= doubtful <= aftermath.kills
    assert aftermath.deliveries[Delivery.ACCEPTED] + doubtful == READERS
