"""A process that writes letters and is killed while it does, again and again.

Run as `python -m tests.support.publishing.networks.killed_mailing RECIPIENTS KILLS`, it prints what
came of a list of that length; `mail PORT FOLDER` is the process that is killed.
"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from activities.ledger import SqlLedger
from activities.ports import Delivery
from contracts import Unfinished
from tests.support.paths import ROOT
from tests.support.publishing.networks.mail import Mail
from tests.support.publishing.networks.mailing import CONTENT, Mailing, letter_order


@dataclass(frozen=True)
class Aftermath:
    """What the server's book and the ledger say in the end."""

    letters: Mapping[str, int]
    """How many each reader has got."""
    deliveries: Mapping[Delivery, int]
    """How many readers the ledger has of each."""
    kills: int

    @property
    def told(self) -> dict[str, Any]:
        """Say it in numbers."""
        return {
            "readers": len(self.letters),
            "doubles": sum(count > 1 for count in self.letters.values()),
            "without": sum(count == 0 for count in self.letters.values()),
            "ledger": {str(name): count for name, count in self.deliveries.items()},
            "kills": self.kills,
        }


def _url(folder: Path) -> str:
    return f"sqlite:///{folder / 'ledger.db'}"


async def mailed_with_kills(folder: Path, readers: int, kills: int) -> Aftermath:
    """Write to so many readers by processes of which so many are killed; the last one ends."""
    server = Mail()
    everybody = [f"reader{number}@r.example" for number in range(readers)]
    async with server.serving() as port:
        Mailing(server, folder).write(everybody)
        killed = 0
        for number in range(kills + 1):
            at = readers * (number + 1) // (kills + 1)
            command = [sys.executable, "-m", __spec__.name, "mail", str(port), str(folder)]
            process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
            ended = asyncio.ensure_future(process.wait())
            if number < kills:
                reached = asyncio.ensure_future(server.until(at))
                await asyncio.wait([ended, reached], return_when=asyncio.FIRST_COMPLETED)
                reached.cancel()
                if process.returncode is None:
                    process.kill()
                    killed += 1
            await ended
    ledger = SqlLedger(_url(folder))
    known = await ledger.recipients.known(letter_order().step_key)
    await ledger.close()
    letters = Counter(letter.reader for letter in server.letters)
    return Aftermath(
        {reader: letters[reader] for reader in everybody},
        Counter(known.by_recipient.values()),
        killed,
    )


async def _mail(port: int, folder: Path) -> None:
    ledger = SqlLedger(_url(folder))
    server = Mail()
    server.port = port
    mailing = Mailing(server, folder, ledger.recipients)
    while True:
        try:
            await mailing.publisher().publish(letter_order(), CONTENT)
        except Unfinished:
            continue
        break
    await ledger.close()


async def _show(readers: int, kills: int) -> None:
    with TemporaryDirectory() as folder:
        aftermath = await mailed_with_kills(Path(folder), readers, kills)
    sys.stdout.write(json.dumps(aftermath.told) + "\n")


if __name__ == "__main__":
    if sys.argv[1] == "mail":
        asyncio.run(_mail(int(sys.argv[2]), Path(sys.argv[3])))
    else:
        asyncio.run(_show(int(sys.argv[1]), int(sys.argv[2])))
