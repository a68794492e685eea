"""Certificates and keys for TLS that can never work, told before anybody connects or listens."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from contracts.base import utc_now
from runtime.refusals import WrongUse

_CLOCKS: Final = timedelta(minutes=5)
"""By how much a clock may be behind: what begins meanwhile is waited for."""
_FORM: Final = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@dataclass(frozen=True)
class Pem:
    """What is said to be in PEM form (RFC 7468)."""

    named: str
    """The file or the variable that holds it, for people."""
    data: bytes


def check_pair(certificate: Pem, key: Pem, now: datetime | None = None) -> None:
    """Refuse a certificate that nobody accepts at present, or a key that is not its own.

    Args:
        certificate: It, with those that lead to an authority behind it.
        key: Its private key.
        now: The present time.

    Raises:
        WrongUse: It can never work; the message names the file, and the dates where they matter.
    """
    own = _certificates(certificate)[0]
    _refuse_outside(certificate, own, now or utc_now())
    private = _private_key(key)
    if private.public_key().public_bytes(*_FORM) != own.public_key().public_bytes(*_FORM):
        raise WrongUse(
            f"{key.named} is not the key of {certificate.named}, which was given to "
            f"{own.subject.rfc4514_string() or 'nobody by name'}: give those that were made "
            "together"
        )


def check_authorities(authorities: Pem) -> None:
    """Refuse a file of authorities in which there is none.

    Their dates say nothing: the SDK trusts an authority beyond them.

    Raises:
        WrongUse: Nobody's certificate would be accepted.
    """
    _certificates(authorities)


def _certificates(pem: Pem) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(pem.data)
    except ValueError as error:
        raise WrongUse(
            f"{pem.named} is no certificate in PEM form, which begins with "
            "-----BEGIN CERTIFICATE-----"
        ) from error


def _private_key(pem: Pem) -> PrivateKeyTypes:
    try:
        return load_pem_private_key(pem.data, password=None)
    except TypeError as error:
        raise WrongUse(
            f"{pem.named} is locked with a password, and nobody is there to enter it: give the "
            "key without one, readable by its owner alone"
        ) from error
    except (ValueError, UnsupportedAlgorithm):
        # The cause may quote what stands there.
        raise WrongUse(
            f"{pem.named} is no private key in PEM form, which begins with "
            "-----BEGIN PRIVATE KEY-----"
        ) from None


def _refuse_outside(pem: Pem, certificate: x509.Certificate, now: datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if begins - _CLOCKS <= now <= ends:
        return
    how = "has expired" if ends < now else "is not valid yet"
    raise WrongUse(
        f"{pem.named} {how}: it is valid from {begins:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M} "
        f"UTC, and it is {now:%Y-%m-%d %H:%M} UTC by this machine's clock; give one that is valid"
    )
