"""Whether the files that were audited are still what they were: in a folder, or in the store."""

import asyncio
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contracts import ArtifactAltered, ArtifactMissing, CampaignError
from runtime.refusals import WrongUse
from runtime.wiring.stores import open_store

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
    """Look for files with these digests, by any name; in an artefact store's folder by theirs.

    Raises:
        WrongUse: A file cannot be read, or the folder holds too many.
    """
    stored = {sha256: folder / sha256[:2] / sha256 for sha256 in filter(is_digest, wanted)}
    named = {sha256: _hash(path) for sha256, path in stored.items() if path.is_file()}
    missing = set(wanted) - named.keys()
    if missing and not named:
        missing -= {_hash(path) for path in _files(folder)}
    altered = [sha256 for sha256, actual in named.items() if actual != sha256]
    return Comparison(str(folder), altered, sorted(missing))


def compare_in_store(location: str, wanted: Sequence[str]) -> Comparison:
    """Look these digests up in the artefact store, which verifies what it reads.

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
            stored_bytes(location, sha256)
        except ArtifactAltered:
            altered.append(sha256)
        except ArtifactMissing:
            missing.append(sha256)
    return Comparison("the artefact store", altered, missing)


def stored_bytes(location: str, sha256: str) -> bytes:
    """Return what the artefact store holds under a digest.

    Raises:
        ArtifactMissing: Nothing.
        ArtifactAltered: Other bytes.
        WrongUse: The store cannot be read.
    """
    try:
        return asyncio.run(open_store(location).get(sha256))
    except (ArtifactMissing, ArtifactAltered):
        raise
    except CampaignError as error:
        raise WrongUse(str(error)) from error


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
