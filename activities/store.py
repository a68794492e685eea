"""Artefacts in a folder of the local file system, named by what they hold."""

import asyncio
import hashlib
import os
import re
from pathlib import Path
from typing import Final
from uuid import uuid4

from pydantic import ValidationError

from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    ArtifactRef,
    ContractInvalid,
    PlatformUnavailable,
    explain,
)

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class LocalArtifactStore:
    """Bytes under `root/ab/abcdef…`, where the name is their SHA-256 in lower-case hexadecimal.

    A file appears whole or not at all, whatever stops the process or the machine, and several
    processes may use one folder. What was stored is never believed: each read is verified.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Store the bytes durably; a damaged file of the same name is replaced.

        Raises:
            ContractInvalid: The media type is none.
            PlatformUnavailable: The folder cannot be written, such as when the disk is full.
        """
        try:
            reference = ArtifactRef(
                sha256=hashlib.sha256(data).hexdigest(), size=len(data), media_type=media_type
            )
        except ValidationError as error:
            raise ContractInvalid(f"An artefact cannot be stored: {explain(error)}.") from error
        await asyncio.to_thread(self._write, reference.sha256, data)
        return reference

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, verified against their name.

        Raises:
            ContractInvalid: The name is no digest, so it can name nothing here.
            ArtifactMissing: There are none under this name.
            ArtifactAltered: The stored bytes have another digest.
            PlatformUnavailable: The file is there and cannot be read.
        """
        if _DIGEST.fullmatch(sha256) is None:
            raise ContractInvalid(
                f"{sha256[:80]!r} names no artefact: a name has 64 lower-case hexadecimal digits."
            )
        return await asyncio.to_thread(self._read, sha256)

    def _path(self, sha256: str) -> Path:
        return self._root / sha256[:2] / sha256

    def _write(self, sha256: str, data: bytes) -> None:
        path = self._path(sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_file() and path.read_bytes() == data:
                # Whoever wrote it may not have come so far as to make its name durable.
                sync_folder(path.parent)
            else:
                replace_file(path, data)
            sync_folder(self._root)
        except OSError as error:
            raise PlatformUnavailable(
                f"The artefact store {self._root} cannot be written: {error.strerror}."
            ) from error

    def _read(self, sha256: str) -> bytes:
        try:
            data = self._path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise ArtifactMissing(
                f"The artefact {sha256} is not in the store {self._root}."
            ) from error
        except OSError as error:
            raise PlatformUnavailable(
                f"The artefact {sha256} cannot be read: {error.strerror}."
            ) from error
        found = hashlib.sha256(data).hexdigest()
        if found != sha256:
            raise ArtifactAltered(
                f"The artefact {sha256} was altered in the store: its bytes have digest {found}."
            )
        return data


def replace_file(path: Path, data: bytes) -> None:
    """Put the bytes at `path` in one step that survives a crash; the folder must exist.

    Raises:
        OSError: They cannot be written; then what was at `path` is as before.
    """
    part = path.with_name(f".{uuid4().hex}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; POSIX promises it for nothing less.

    Raises:
        OSError: The folder cannot be opened or synchronised.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
