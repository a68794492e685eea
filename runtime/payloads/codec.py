"""Encryption of payloads on their way to Temporal and back.

AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits, and the key's id beside it. The whole
payload is encrypted, what it says of its own encoding included, and the id is authenticated, so
that nobody passes one key's work off as another's.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from runtime.payloads.keys import KeyFile
from runtime.refusals import Sealed, WrongUse
from runtime.settings import ENV_PREFIX
from runtime.temporal.converter import ENCRYPTED

_KEY_ID: Final = "encryption-key-id"
_CIPHER: Final = "encryption-cipher"
_AES_GCM: Final = b"AES-256-GCM"
_NONCE_BYTES: Final = 12


class Tampered(Sealed):
    """A payload is not what was encrypted under the key that it names."""


class EncryptionCodec(PayloadCodec):
    """Encrypts under the current key and decrypts under every key that is known.

    What was never encrypted passes through, so that campaigns go on that began before the first
    key was there.
    """

    def __init__(self, keys: KeyFile) -> None:
        """Take the keys."""
        self._keys = keys

    @property
    def current(self) -> str:
        """The id of the key that everything new is encrypted under."""
        key_id, _ = self._keys.current()
        return key_id

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class."""
        key_id, key = self._keys.current()
        cipher = AESGCM(key)
        return [_encrypted(payload, key_id.encode(), cipher) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """See base class.

        Raises:
            KeyUnknown: A key is not known here.
            Tampered: A payload is not what was encrypted.
        """
        return [self._decrypted(payload) for payload in payloads]

    def _decrypted(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCRYPTED:
            return payload
        key_id = payload.metadata.get(_KEY_ID, b"")
        cipher = AESGCM(self._keys.named(key_id.decode(errors="replace")))
        nonce, sealed = payload.data[:_NONCE_BYTES], payload.data[_NONCE_BYTES:]
        try:
            return Payload.FromString(cipher.decrypt(nonce, sealed, key_id))
        except (InvalidTag, ValueError) as error:
            raise Tampered(
                f"a payload is not what was encrypted under the key {key_id.decode()!r}: it was "
                "changed, or another key has the same id elsewhere"
            ) from error


def payload_codec(keys: Path | None) -> EncryptionCodec | None:
    """Return the codec of a setting, or `None` where payloads travel in clear text.

    Raises:
        WrongUse: The setting names no usable file of keys.
    """
    if keys is None:
        return None
    try:
        return EncryptionCodec(KeyFile(keys))
    except WrongUse as error:
        raise WrongUse(f"{ENV_PREFIX}PAYLOAD_KEYS: {error}") from error


def _encrypted(payload: Payload, key_id: bytes, cipher: AESGCM) -> Payload:
    nonce = os.urandom(_NONCE_BYTES)
    sealed = cipher.encrypt(nonce, payload.SerializeToString(), key_id)
    said = {"encoding": ENCRYPTED, _KEY_ID: key_id, _CIPHER: _AES_GCM}
    return Payload(metadata=said, data=nonce + sealed)
