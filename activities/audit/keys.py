"""The auditor's signing key: read from a file, or made for development when there is none."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from activities.named_paths import named
from contracts import ContractInvalid, TrustedAuditor
from domain.signing import trusted

_BEGIN: Final = b"-----BEGIN "
_DEVELOPMENT_MARK: Final = b"Phoenix development key: made by the machine that uses it.\n"
"""Text before the key (RFC 7468 §5.2 lets parsers skip it): it survives restarts and copies."""

_WANTED: Final = "an unencrypted Ed25519 private key in PKCS #8 PEM form"


@dataclass(frozen=True)
class AuditorKey:
    """The key that an auditor signs with."""

    private_key: Ed25519PrivateKey
    development: bool
    """Whether Phoenix made it for itself, so that nobody vouches for it."""

    @property
    def auditor(self) -> TrustedAuditor:
        """The entry of a trust list for this key."""
        note = "development key" if self.development else None
        return trusted(self.private_key.public_key(), note)


def load_key(path: Path) -> AuditorKey:
    """Return the key in a file.

    Raises:
        ContractInvalid: There is no file, it cannot be read, or it holds something else.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from error
    preamble, begin, rest = data.partition(_BEGIN)
    try:
        key = load_pem_private_key(begin + rest, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ContractInvalid(f"the auditor's key {path} must be {_WANTED}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ContractInvalid(f"the auditor's key {path} is of another type: it must be {_WANTED}")
    return AuditorKey(private_key=key, development=_DEVELOPMENT_MARK in preamble)


def load_or_make_key(path: Path) -> AuditorKey:
    """Return the key in a file; when there is no file, make a development key there first.

    The file appears whole or not at all, readable by its owner alone, and processes that make one
    at the same time end with the same key.

    Raises:
        ContractInvalid: The file cannot be read or made, or holds something else.
    """
    try:
        if is_missing(path):
            _make_development_key(path)
    except OSError as error:
        raise _unusable(path, error) from error
    return load_key(path)


def is_missing(path: Path) -> bool:
    """Tell whether there is nothing at a path.

    Raises:
        ContractInvalid: Nobody can tell.
    """
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError as error:
        raise _unusable(path, error) from error
    return False


def stand_in() -> AuditorKey:
    """Return a key that nobody sees again, for work that leaves nothing behind."""
    return AuditorKey(private_key=Ed25519PrivateKey.generate(), development=True)


def _unusable(path: Path, error: OSError) -> ContractInvalid:
    return ContractInvalid(
        f"the auditor's key {named(path)} cannot be read or made ({error.strerror}): it must be a "
        f"file that holds {_WANTED}, as 'openssl genpkey -algorithm ed25519' writes one"
    )


def _make_development_key(path: Path) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mode 0600
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_DEVELOPMENT_MARK + pem)
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, unlike a rename, never replaces the key that another process made meanwhile.
            path.hardlink_to(temporary)
        except FileExistsError:
            return
    finally:
        temporary.unlink()
