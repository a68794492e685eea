"""Artefacts in a folder of the local file system."""

import asyncio
import os
import re
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from activities.store import mark as marks
from activities.store.durable import create_file, replace_file, sync_folder, unfinished_name
from activities.store.mark import StoreMark
from activities.store.naming import (
    digest_at,
    place_of,
    reference_to,
    space_of,
    tenant_in,
    verified,
)
from activities.store.sweep import StoredArtifact
from contracts import ArtifactMissing, ArtifactRef, Infrastructure

_UNFINISHED: Final = re.compile(r"[0-9a-f]{2}/\.[0-9a-f]{32}\.part")


class LocalArtifactStores:
    """One folder for each tenant under a root, which several processes may use."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def of(self, tenant_id: UUID) -> "LocalArtifactStore":
        """Return the store of a tenant, whose folder is made when something is put into it."""
        return LocalArtifactStore(self._root / space_of(tenant_id))

    async def tenants(self) -> list[UUID]:
        """Return every tenant that has a folder; what else lies beside them is left out.

        Raises:
            Infrastructure: The root cannot be read.
        """
        return await asyncio.to_thread(self._tenants)

    @property
    def known_as(self) -> str:
        """See the port: the host's name and the folder's path."""
        return f"{socket.gethostname()}:{self._root}"

    async def mark(self) -> StoreMark | None:
        """See the port."""
        data = await asyncio.to_thread(self._read_mark)
        return None if data is None else marks.read_mark(data, self.known_as)

    async def put_mark(self, mark: StoreMark, *, replace: bool = False) -> bool:
        """See the port."""
        return await asyncio.to_thread(self._put_mark, marks.as_bytes(mark), replace)

    async def remove_mark(self) -> None:
        """See the port."""
        await asyncio.to_thread(self._remove_mark)

    def _read_mark(self) -> bytes | None:
        try:
            return (self._root / marks.PLACE).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _cannot(self._root, "be read", error) from error

    def _put_mark(self, data: bytes, replace: bool) -> bool:  # noqa: FBT001 - for a thread
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            if not replace:
                return create_file(self._root / marks.PLACE, data)
            replace_file(self._root / marks.PLACE, data)
        except OSError as error:
            raise _cannot(self._root, "be written", error) from error
        return True

    def _remove_mark(self) -> None:
        try:
            (self._root / marks.PLACE).unlink(missing_ok=True)
        except OSError as error:
            raise _cannot(self._root, "be written", error) from error

    def _tenants(self) -> list[UUID]:
        try:
            found = [tenant_in(entry.name) for entry in _entries(self._root) if entry.is_dir()]
        except OSError as error:
            raise _cannot(self._root, "be listed", error) from error
        return [tenant_id for tenant_id in found if tenant_id is not None]


class LocalArtifactStore:
    """One tenant's bytes under `root/ab/abcdef…`, named by their SHA-256 in hexadecimal.

    A file appears whole or not at all, whatever stops the process or the machine, and several
    processes may use one folder. What was stored is never believed: each read is verified.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Store the bytes durably; a damaged file of the same name is replaced.

        A whole file of the same name is not written again, but counts as stored now.

        Raises:
            ContractInvalid: The media type is none.
            Infrastructure: The folder cannot be written, such as when the disk is full.
        """
        reference = await asyncio.to_thread(reference_to, data, media_type)
        await asyncio.to_thread(self._write, reference.sha256, data)
        return reference

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, verified against their name.

        Raises:
            ContractInvalid: The name is no digest, so it can name nothing here.
            ArtifactMissing: There are none under this name.
            ArtifactAltered: The stored bytes have another digest.
            Infrastructure: The file is there and cannot be read.
        """
        return await asyncio.to_thread(self._read, sha256, self._root / place_of(sha256))

    def where(self, sha256: str) -> str:
        """See the port: it is the path of a file."""
        return str(self._root / place_of(sha256))

    async def stored(self) -> list[StoredArtifact]:
        """Return every artefact and every unfinished write in the folder, by name.

        Other files are not the store's, and are left out.

        Raises:
            Infrastructure: The folder cannot be read.
        """
        return await asyncio.to_thread(self._list)

    async def discard(self, artifact: StoredArtifact, before: datetime) -> bool:
        """Delete what was last stored before this moment; say whether that was so.

        What another process stores again meanwhile stays.

        Raises:
            Infrastructure: The folder cannot be written.
        """
        return await asyncio.to_thread(self._discard, self._root / artifact.place, before)

    def _write(self, sha256: str, data: bytes) -> None:
        path = self._root / place_of(sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _is_renewed(path, data):
                replace_file(path, data)
            sync_folder(self._root)
            sync_folder(self._root.parent)  # a tenant's first artefact makes the tenant's folder
        except OSError as error:
            raise _cannot(self._root, "be written", error) from error

    def _read(self, sha256: str, path: Path) -> bytes:
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            raise ArtifactMissing(
                f"The artefact {sha256} is not in the store {self._root}."
            ) from error
        except OSError as error:
            raise Infrastructure(
                f"The artefact {sha256} cannot be read: {error.strerror}."
            ) from error
        return verified(data, sha256)

    def _list(self) -> list[StoredArtifact]:
        found: list[StoredArtifact] = []
        try:
            for folder in _entries(self._root):
                if folder.is_dir():
                    found += filter(None, map(self._described, _entries(folder)))
        except OSError as error:
            raise _cannot(self._root, "be listed", error) from error
        return found

    def _described(self, path: Path) -> StoredArtifact | None:
        place = path.relative_to(self._root).as_posix()
        sha256 = digest_at(place)
        if sha256 is None and _UNFINISHED.fullmatch(place) is None:
            return None
        try:
            status = path.stat()
        except FileNotFoundError:
            return None  # a writer has finished, or another sweep ran
        modified = datetime.fromtimestamp(status.st_mtime, UTC)
        return StoredArtifact(place, sha256, status.st_size, modified)

    def _discard(self, path: Path, before: datetime) -> bool:
        try:
            if path.stat().st_mtime >= before.timestamp():
                return False
            # Under another name nobody can count on it any more, so its age is final.
            aside = path.with_name(unfinished_name())
            path.replace(aside)
            if aside.stat().st_mtime >= before.timestamp():
                aside.replace(path)
                return False
            aside.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise _cannot(self._root, "be swept", error) from error
        return True


def _cannot(root: Path, what: str, error: OSError) -> Infrastructure:
    return Infrastructure(f"The artefact store {root} cannot {what}: {error.strerror}.")


def _entries(folder: Path) -> list[Path]:
    """Return what lies in a folder, by name; in none there is nothing."""
    try:
        return sorted(folder.iterdir())
    except FileNotFoundError:
        return []


def _is_renewed(path: Path, data: bytes) -> bool:
    """Count the file as stored now, if it holds these bytes."""
    try:
        if path.read_bytes() != data:
            return False
        os.utime(path)  # a sweep must not take for old what somebody is about to refer to
    except FileNotFoundError:
        return False
    # Whoever wrote it may not have come so far as to make its name durable.
    sync_folder(path.parent)
    return True
