"""The keys that payloads are encrypted under, from a file that may change while they are used."""

import base64
import binascii
import logging
import os
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, SecretStr, StringConstraints, model_validator

from contracts import Contract
from contracts.repeating import repeated
from runtime.files.closed import read_closed
from runtime.refusals import Sealed, WrongUse

KEY_BYTES: Final = 32
"""AES-256."""
_NAMED: Final = "the file of payload keys"
_HARM: Final = "reads every campaign"
_State = tuple[int, int, int]

log = logging.getLogger("phoenix.payloads")


class KeyUnknown(Sealed):
    """A payload is encrypted under a key that this process does not have."""


def _is_key(secret: SecretStr) -> SecretStr:
    try:
        key = base64.b64decode(secret.get_secret_value(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            f"must be {KEY_BYTES} bytes in base64, as 'openssl rand -base64 {KEY_BYTES}' makes them"
        )
    return secret


KeyId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
"""What a key is called. It stands in clear text beside everything that is encrypted under it."""


class PayloadKeys(Contract):
    """What the file says."""

    current: KeyId
    """The key that everything new is encrypted under."""
    keys: dict[KeyId, Annotated[SecretStr, AfterValidator(_is_key)]] = Field(
        min_length=1, max_length=100
    )
    """All keys by id: 32 bytes each in base64. A key stays as long as a history that needs it."""

    @model_validator(mode="after")
    def _current_is_one(self) -> Self:
        if self.current not in self.keys:
            raise ValueError(f"current names {repeated(self.current)}, which is none of the keys")
        return self

    def key(self, key_id: str) -> bytes | None:
        """Return a key's bytes, or `None` when there is none of that id."""
        secret = self.keys.get(key_id)
        return None if secret is None else base64.b64decode(secret.get_secret_value())


class KeyFile:
    """The keys as the file has them at the moment.

    Keys are added and replaced while campaigns run: a changed file is read when a key is needed
    next. One that has become unusable changes nothing but the log, since what is in hand can go on
    with the keys that were there.
    """

    def __init__(self, path: Path) -> None:
        """Read the keys.

        Raises:
            WrongUse: The file cannot be read, is open to others, or holds something else.
        """
        self._path = path
        self._state = _state_of(path)
        self._keys = read_closed(path, _NAMED, _HARM, PayloadKeys)

    def current(self) -> tuple[str, bytes]:
        """Return the id and the bytes of the key that everything new is encrypted under."""
        self._look_again()
        keys = self._keys
        return keys.current, keys.key(keys.current) or b""

    def named(self, key_id: str) -> bytes:
        """Return the bytes of a key.

        Raises:
            KeyUnknown: There is none of that id; the message names it.
        """
        key = self._keys.key(key_id)
        if key is None:
            self._look_again()
            key = self._keys.key(key_id)
        if key is None:
            raise KeyUnknown(
                f"a payload is encrypted under the key {key_id!r}, which {self._path} does not "
                "have: add it there"
            )
        return key

    def _look_again(self) -> None:
        state = _state_of(self._path)
        if state == self._state:
            return
        self._state = state
        try:
            self._keys = read_closed(self._path, _NAMED, _HARM, PayloadKeys)
        except WrongUse as error:
            log.warning("goes on with the keys that were there: %s", error)
        else:
            log.info("encrypts under the key %s from now on", self._keys.current)


def _state_of(path: Path) -> _State | None:
    """Return what changes when a file is written or another one takes its place."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a link is followed: secrets are often mounted as one
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
