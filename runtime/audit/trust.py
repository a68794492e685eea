"""Whose signature under a report counts, as an operator names it: a list, a key, or this home."""

import base64
import binascii
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import TypeAdapter, ValidationError

from activities.audit.keys import load_key
from contracts import ContractInvalid, TrustedAuditor, explain
from domain.signing import trusted
from runtime.audit.proof import Trust
from runtime.files.request import read_bytes, read_text
from runtime.refusals import WrongUse

_MAX_KEY_BYTES: Final = 64_000
_PUBLIC: Final = b"-----BEGIN PUBLIC KEY-----"
_AUDITORS: Final = TypeAdapter(list[TrustedAuditor])


def trust_of(trust: Path | None, key: Path | None, public_key: str | None, own_key: Path) -> Trust:
    """Return whose signature counts.

    Args:
        trust: A TOML file with `trusted_auditors`, as a tenant's policy has them.
        key: A PEM file with an Ed25519 key, public or private.
        public_key: The raw public key in base64url.
        own_key: The key of this installation, which counts when nothing else is given.

    Raises:
        WrongUse: More than one is given, one cannot be read, or there is none at all.
    """
    given = [name for name in (trust, key, public_key) if name is not None]
    if len(given) > 1:
        raise WrongUse("give one of --trust, --key and --public-key, and not several")
    if trust is not None:
        return Trust(_listed(trust), str(trust))
    if key is not None:
        return Trust([_from_pem(key)], str(key))
    if public_key is not None:
        return Trust([_trusted(_from_text(public_key), "--public-key")], "--public-key")
    if own_key.is_file():
        return Trust([_from_pem(own_key)], str(own_key))
    raise WrongUse(
        f"there is no key {own_key} to verify with: give --trust auditors.toml, --key auditor.pem "
        "or --public-key"
    )


def _listed(path: Path) -> Sequence[TrustedAuditor]:
    try:
        fields = tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise WrongUse(f"{path}: is not TOML: {error}") from error
    try:
        auditors = _AUDITORS.validate_python(fields.get("trusted_auditors"))
    except ValidationError as error:
        raise WrongUse(f"{path}: trusted_auditors: {explain(error)}") from error
    if not auditors:
        raise WrongUse(f"{path}: trusted_auditors: lists nobody")
    return auditors


def _from_pem(path: Path) -> TrustedAuditor:
    data = read_bytes(path, _MAX_KEY_BYTES)  # a missing key must not be made, as a worker would
    if _PUBLIC not in data:
        try:
            return load_key(path).auditor
        except ContractInvalid as error:
            raise WrongUse(str(error)) from error
    try:
        public_key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise WrongUse(f"{path}: is no public key in PEM form") from error
    if not isinstance(public_key, Ed25519PublicKey):
        raise WrongUse(f"{path}: is a public key of another kind than Ed25519")
    return _trusted(public_key, str(path))


def _trusted(public_key: Ed25519PublicKey, where: str) -> TrustedAuditor:
    try:
        return trusted(public_key)
    except ValidationError as error:
        raise WrongUse(f"{where}: {explain(error)}") from error


def _from_text(text: str) -> Ed25519PublicKey:
    try:
        raw = base64.b64decode(
            text.strip().rstrip("=").replace("+", "-").replace("/", "_") + "=", b"-_", validate=True
        )
        return Ed25519PublicKey.from_public_bytes(raw)
    except (ValueError, binascii.Error) as error:
        raise WrongUse(
            "--public-key must be the 32 bytes of an Ed25519 public key in base64url: 43 characters"
        ) from error
