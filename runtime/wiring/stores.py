"""Which artefact stores a location means: those in a folder of this machine, or in a bucket."""

import os
import re
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from activities.store import LocalArtifactStores, SweepableStores
from contracts import ContractInvalid
from contracts.base import utc_now

_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")


def open_stores(location: str) -> SweepableStores:
    """Return the tenants' stores at a folder's path, a `file:///…` URL or an `s3://…` URL.

    Nothing is read, written or sent yet. What an `s3://` URL leaves out, the credentials first
    of all, is taken from the variables `AWS_*`.

    Raises:
        ContractInvalid: It is none of these, or the extra `s3` is needed and not installed.
    """
    scheme = _SCHEME.match(location)
    if scheme is None:
        return LocalArtifactStores(_folder(location))
    match scheme[1].lower():
        case "file":
            return LocalArtifactStores(_folder(_path_of(location)))
        case "s3":
            return _objects(location)
        case _:
            # What follows the scheme may hold a credential, so it is not repeated.
            raise ContractInvalid(
                f"Artefacts cannot be stored at {scheme[1]}:… - give a folder, "
                "a URL file:///folder or a URL s3://bucket/prefix."
            )


def _folder(path: str) -> Path:
    if not path.strip() or "\0" in path:
        raise ContractInvalid(f"Artefacts are stored in a folder, and {path!r} is none.")
    try:
        return Path(path).expanduser().absolute()
    except RuntimeError as error:
        raise ContractInvalid(
            f"The folder {path!r} is in the home of nobody known here."
        ) from error


def _path_of(url: str) -> str:
    path = url[len("file:") :].removeprefix("//")
    if not path.startswith("/") or set(path) & {"?", "#"}:
        raise ContractInvalid(
            "A URL file:///folder names a folder of this machine by its full path, and no more."
        )
    return unquote(path)


def _objects(url: str) -> SweepableStores:
    try:
        from activities.store.objects import ObjectArtifactStores  # noqa: PLC0415 - an extra
    except ModuleNotFoundError:
        raise ContractInvalid(
            "Artefacts in an object store need the extra s3: install leadboost-phoenix[s3]."
        ) from None
    variables = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    return ObjectArtifactStores(url, variables, utc_now)
