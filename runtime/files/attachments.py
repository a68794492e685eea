"""Files that a request names, taken along by the digest of their bytes."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contracts import ArtifactRef
from contracts.repeating import repeated
from runtime.files.beneath import LiesElsewhere, read_beneath
from runtime.refusals import WrongUse

MAX_ATTACHMENT_BYTES: Final = 5_000_000
"""The largest feed, signal file or logo that is taken."""

_WEB: Final = re.compile("https?://", re.IGNORECASE)
_LONGEST_NAME: Final = 100
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_MEDIA_TYPES: Final = {
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".json": "application/json",
    ".png": "image/png",
    ".rss": "application/rss+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
    ".yaml": "application/yaml",
    ".yml": "application/yaml",
}


@dataclass(frozen=True)
class Attachment:
    """A file that a request refers to by the digest of its bytes."""

    ref: ArtifactRef
    data: bytes


def attach(
    request: Path, fields: dict[str, Any], folders: Sequence[Path], where: str = ""
) -> list[Attachment]:
    """Put references in the place of the files that a request names, and return the files.

    Args:
        request: The request's file. Paths in it are relative to its folder.
        fields: What stands in it; what is no list of sources or no logo stays as it is, for the
            contract says what is wrong with it.
        folders: Beneath them a file may lie, too, and not only beneath the request's own.
        where: How messages call the request, when not by its file.

    Raises:
        WrongUse: A file cannot be taken; the message names every such field and file.
    """
    refuse_no_folder(folders)
    allowed = [request.parent, *folders]
    taken: list[Attachment] = []
    faults: list[str] = []

    def take(field: str, name: str, start: bytes = b"") -> Any:
        try:
            attachment = _attachment(request, name, allowed, start)
        except WrongUse as error:
            faults.append(f"{field}: {error}")
            return name
        taken.append(attachment)
        return attachment.ref.model_dump(mode="json")

    sources = fields.get("sources")
    if isinstance(sources, list):
        _subscribe(fields, sources)
        for index, name in enumerate(sources):
            if isinstance(name, str):
                reference = take(f"sources.{index}", name)
                sources[index] = {"name": Path(name).name, "artifact": reference}
    brand = fields.get("brand")
    if isinstance(brand, dict) and isinstance(name := brand.get("logo"), str):
        brand["logo"] = take("brand.logo", name, _PNG)
    if faults:
        raise WrongUse(f"{where or request}: {'; '.join(faults)}")
    return taken


def _subscribe(fields: dict[str, Any], sources: list[Any]) -> None:
    """Move addresses on the web from the sources to the feeds, where the radar fetches them."""
    addresses = [name for name in sources if isinstance(name, str) and _WEB.match(name)]
    if not addresses:
        return
    sources[:] = [name for name in sources if name not in addresses]
    feeds = fields.setdefault("feeds", [])
    if isinstance(feeds, list):
        feeds += [{"name": _name_of(address), "url": address} for address in addresses]


def _name_of(address: str) -> str:
    """Return what a feed is called: its host and path, and no more than a line holds."""
    return re.split(r"[?#]", address.partition("://")[2])[0].rstrip("/")[:_LONGEST_NAME] or address


def refuse_no_folder(folders: Sequence[Path]) -> None:
    """Refuse to look for files where there is no folder.

    Raises:
        WrongUse: There is none.
    """
    for folder in folders:
        if not folder.is_dir():
            raise WrongUse(f"--attach-from {folder}: is not a folder")


def _attachment(request: Path, name: str, folders: Sequence[Path], start: bytes) -> Attachment:
    if "://" in name:
        scheme = name.partition("://")[0]
        raise WrongUse(f"must be a file, given relative to the request, not {repeated(scheme)}://…")
    media_type = _MEDIA_TYPES.get(Path(name).suffix.lower())
    if media_type is None:
        raise WrongUse(f"{repeated(name)} must end in one of {', '.join(sorted(_MEDIA_TYPES))}")
    try:
        data = read_beneath(folders, request.parent / name, MAX_ATTACHMENT_BYTES)
    except LiesElsewhere as error:
        raise WrongUse(f"{error}; --attach-from names further folders") from error
    if not data.startswith(start):
        raise WrongUse(f"{name} is not a PNG picture")
    sha256 = hashlib.sha256(data).hexdigest()
    return Attachment(ArtifactRef(sha256=sha256, size=len(data), media_type=media_type), data)
