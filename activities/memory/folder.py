"""A memory in a folder: a file for each name, which is there whole or not at all."""

import asyncio
import hashlib
import logging
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final
from uuid import UUID

MOST_KEPT: Final = 10_000
"""Names that are remembered of a tenant; what nobody asked for the longest makes room for others.
"""

log: Final = logging.getLogger("phoenix.memory")


class FolderMemory:
    """Remembers on this machine; a worker on another one asks the outside anew."""

    def __init__(self, folder: Path, most: int = MOST_KEPT) -> None:
        """Take the folder, and how many names are remembered of each tenant."""
        self._folder = folder
        self._most = most

    async def recall(self, tenant_id: UUID, name: str) -> str | None:
        """See the port."""
        return await asyncio.to_thread(_read, self._file(tenant_id, name))

    async def keep(self, tenant_id: UUID, name: str, text: str) -> None:
        """See the port."""
        try:
            await asyncio.to_thread(self._write, self._file(tenant_id, name), text)
        except OSError as error:
            # Nothing hangs on it: what is not remembered is asked for again.
            log.warning("cannot remember anything in %s: %s", self._folder, error)

    def _write(self, file: Path, text: str) -> None:
        _write(file, text)
        kept = list(file.parent.iterdir())
        if len(kept) > self._most:
            # A tenth more goes, so that not each of the next ones has to look at all of them.
            going = len(kept) - self._most + self._most // 10
            for one in sorted(kept, key=_last_used)[:going]:
                one.unlink(missing_ok=True)

    def _file(self, tenant_id: UUID, name: str) -> Path:
        return self._folder / str(tenant_id) / hashlib.sha256(name.encode()).hexdigest()


def _read(file: Path) -> str | None:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None  # what cannot be read is forgotten
    with suppress(OSError):  # who may read it need not be who may say that it was asked for
        os.utime(file)
    return text


def _last_used(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return 0.0  # another worker has just let it go


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=file.parent)  # its owner's alone
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        temporary.replace(file)
    finally:
        temporary.unlink(missing_ok=True)
