"""Canonical forms, digests, derived ids, and signatures that only an auditor's key can make.

Rule 1: whatever follows from what a contract says, follows from its canonical form: every digest,
every derived id and every signature is made here, and a new optional field changes none of them.
Rule 2: a report is signed with Ed25519 (RFC 8032) over its RFC 8785 form, so any language can
verify it.
"""

import base64
import binascii
import hashlib
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any
from uuid import UUID, uuid5

import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from pydantic import BaseModel

from contracts import QualityReport, TrustedAuditor

with suppress(InvalidSignature):
    # The library looks its exception up at the first signature that is wrong. In the sandbox of
    # a workflow that ends the whole process, so it has to know it before.
    Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().verify(bytes(64), b"")

_ALGORITHM = "ed25519"
_DOMAIN = b"phoenix/quality-report/v1\n"
"""Prefix that keeps a signature from being valid for anything but a report."""
_PERMIT_DOMAIN = b"phoenix/permit/v1\n"
"""The same for a permit."""


def canonical(value: BaseModel, *, without: Collection[str] = ()) -> bytes:
    """Return the RFC 8785 form of what a contract says, without fields that have their defaults.

    So a contract that gets an optional field keeps its bytes, its digest and its signature, and
    campaigns in flight go on when their workers are replaced by newer ones.

    Args:
        value: The contract.
        without: Names of fields of its own that are left out too.
    """
    return rfc8785.dumps(_said(value, without))


def digest(value: BaseModel, *, without: Collection[str] = ()) -> str:
    """Return the SHA-256 of a contract's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(value, without=without)).hexdigest()


def digest_of_all(values: Iterable[BaseModel]) -> str:
    """Return the SHA-256 of the canonical form of several contracts in their order."""
    return hashlib.sha256(rfc8785.dumps([_said(value) for value in values])).hexdigest()


def derived_id(namespace: UUID, value: BaseModel, *, without: Collection[str] = ()) -> UUID:
    """Return the id that follows from what a contract says: a UUID of version 5 of its digest.

    Args:
        namespace: What keeps equal contents of two kinds apart.
        value: The contract.
        without: Names of fields that have no say in it, the id's own first of all.
    """
    return uuid5(namespace, f"{type(value).__name__} {digest(value, without=without)}")


def asset_digests(assets: Iterable[BaseModel]) -> list[str]:
    """Return the assets' digests in ascending order, as a report lists them."""
    return sorted(digest(asset) for asset in assets)


def sign(report: QualityReport, key: Ed25519PrivateKey) -> QualityReport:
    """Return the report with this key's signature in place of what stood there."""
    signature = _encode(key.sign(_signed_bytes(report)))
    auditor = trusted(key.public_key())
    return report.model_copy(
        update={"auditor_signature": f"{_ALGORITHM}:{auditor.key_id}:{signature}"}
    )


def signed_permit(payload: bytes, key: Ed25519PrivateKey) -> str:
    """Return a permit and this key's signature over it, both in base64url, with a dot between."""
    return f"{_encode(payload)}.{_encode(key.sign(_PERMIT_DOMAIN + payload))}"


def report_as_signed(report: QualityReport) -> str:
    """Return the text that a report's signature is over, behind the prefix of its kind."""
    return canonical(report, without={"auditor_signature"}).decode()


def is_signed_by(report: QualityReport, auditors: Iterable[TrustedAuditor]) -> bool:
    """Tell whether one of these auditors signed exactly this report."""
    key_id, signature = _signature_of(report)
    for auditor in auditors:
        if auditor.key_id != key_id:
            continue
        try:
            public_key = Ed25519PublicKey.from_public_bytes(_decode(auditor.public_key))
            public_key.verify(_decode(signature), _signed_bytes(report))
        except (InvalidSignature, ValueError, binascii.Error):
            continue
        return trusted(public_key).key_id == key_id
    return False


def signer_of(report: QualityReport) -> str | None:
    """Return the key id that a report names as its signer's, or `None` when it is not signed.

    That says nothing about who signed it: see `is_signed_by`.
    """
    return _signature_of(report)[0]


def trusted(public_key: Ed25519PublicKey, note: str | None = None) -> TrustedAuditor:
    """Return the entry of a trust list for a public key."""
    raw = public_key.public_bytes_raw()
    key_id = _encode(hashlib.sha256(raw).digest())[:16]
    return TrustedAuditor(key_id=key_id, public_key=_encode(raw), note=note)


def _signature_of(report: QualityReport) -> tuple[str | None, str]:
    """Return key id and signature; no key id where the form is not ours."""
    algorithm, _, rest = report.auditor_signature.partition(":")
    key_id, _, signature = rest.partition(":")
    return (key_id or None) if algorithm == _ALGORITHM else None, signature


def _signed_bytes(report: QualityReport) -> bytes:
    return _DOMAIN + canonical(report, without={"auditor_signature"})


def _said(value: BaseModel, without: Collection[str] = ()) -> Any:
    return value.model_dump(mode="json", exclude=set(without), exclude_defaults=True)


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _decode(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    if _encode(data) != text:
        # The last character has spare bits: without this, several texts mean the same bytes.
        raise ValueError("is not the canonical base64url form")
    return data
