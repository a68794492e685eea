"""Whether the files that were audited are still what they were: in a folder, or in the store."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import UUID

from contracts import ArtifactAltered, ArtifactMissing, CampaignError
from runtime.refusals import WrongUse
from runtime.wiring.stores import open_stores

MAX_FILES: Final = 10_000
"""Files of a folder that are looked at."""

_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Comparison:
    """What became of some digests."""

    place: str
    """Where they were looked for, for a reader."""
    altered: Sequence[str]
    """Digests under whose name other bytes are stored."""
    missing: Sequence[str]
    """Digests that no file has."""


Compare = Callable[[Sequence[str]], Comparison]
"""Looks some digests up."""


def is_digest(text: str) -> bool:
    """Tell whether a text is a SHA-256 as artefacts are named."""
    return _DIGEST.fullmatch(text) is not None


def compare_in_folder(folder: Path, wanted: Sequence[str]) -> Comparison:
    """Look for files with these digests, by any name; in artefact stores' folders by theirs.

    Raises:
        WrongUse: A file cannot be read, or the folder holds too many.
    """
    named = {
        sha256: {_hash(path) for path in _named(folder, sha256)}
        for sha256 in filter(is_digest, wanted)
    }
    altered = [sha256 for sha256, found in named.items() if found - {sha256}]
    missing = {sha256 for sha256 in wanted if not named.get(sha256)}
    if missing and not any(named.values()):
        missing -= {_hash(path) for path in _files(folder)}
    return Comparison(str(folder), altered, sorted(missing))


def compare_in_store(location: str, tenant_id: UUID | None, wanted: Sequence[str]) -> Comparison:
    """Look these digests up in the artefact store, which verifies what it reads.

    Args:
        location: Where the artefact store is.
        tenant_id: Whose artefacts they are; `None` looks in every tenant's.
        wanted: The digests.

    Raises:
        WrongUse: The store cannot be read.
    """
    altered: list[str] = []
    missing: list[str] = []
    for sha256 in wanted:
        if not is_digest(sha256):
            missing.append(sha256)
            continue
        try:
            stored_bytes(location, tenant_id, sha256)
        except ArtifactAltered:
            altered.append(sha256)
        except ArtifactMissing:
            missing.append(sha256)
    return Comparison("the artefact store", altered, missing)


def stored_bytes(location: str, tenant_id: UUID | None, sha256: str) -> bytes:
    """Return what the artefact store holds under a digest.

    Args:
        location: Where the artefact store is.
        tenant_id: Whose artefact it is; `None` looks in every tenant's.
        sha256: The digest.

    Raises:
        ArtifactMissing: Nothing.
        ArtifactAltered: Other bytes.
        WrongUse: The store cannot be read.
    """
    try:
        return asyncio.run(_looked_up(location, tenant_id, sha256))
    except (ArtifactMissing, ArtifactAltered):
        raise
    except CampaignError as error:
        raise WrongUse(str(error)) from error


async def _looked_up(location: str, tenant_id: UUID | None, sha256: str) -> bytes:
    stores = open_stores(location)
    for owner in await stores.tenants() if tenant_id is None else [tenant_id]:
        with suppress(ArtifactMissing):
            return await stores.of(owner).get(sha256)
    raise ArtifactMissing(f"The artefact {sha256} is not in the store {location}.")


def _named(folder: Path, sha256: str) -> list[Path]:
    """Return the files that a store has under a digest, be it one tenant's or all of them."""
    place = f"{sha256[:2]}/{sha256}"
    return [path for path in (folder / place, *folder.glob(f"*/{place}")) if path.is_file()]


def _files(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in folder.rglob("*"):
        if path.is_file():
            found.append(path)
        if len(found) > MAX_FILES:
            raise WrongUse(f"{folder}: holds more than {MAX_FILES:,} files; name a smaller folder")
    return found


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise WrongUse(f"{path}: cannot be read: {error.strerror}") from error
