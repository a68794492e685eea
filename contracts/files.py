"""Files that travel within an order or an answer."""

import base64
import binascii
import hashlib
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from contracts.base import Contract, Sha256


def _is_base64(text: str) -> str:
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("must be base64 with its padding (RFC 4648, section 4)") from error
    return text


class CarriedFile(Contract):
    """A file that travels within an order or an answer, since a service has no artefact store."""

    sha256: Sha256
    """Of the bytes, not of their base64."""
    media_type: str = Field(pattern=r"^[a-z]+/[a-z0-9.+-]+$", max_length=100)
    data: Annotated[str, AfterValidator(_is_base64)]
    """The bytes, in base64."""

    @classmethod
    def of(cls, data: bytes, media_type: str) -> Self:
        """Return the file of some bytes."""
        sha256 = hashlib.sha256(data).hexdigest()
        encoded = base64.b64encode(data).decode("ascii")
        return cls(sha256=sha256, media_type=media_type, data=encoded)

    @property
    def content(self) -> bytes:
        """The bytes."""
        return base64.b64decode(self.data)

    @model_validator(mode="after")
    def _is_what_its_name_says(self) -> Self:
        if hashlib.sha256(self.content).hexdigest() != self.sha256:
            raise ValueError("sha256 must be the digest of the bytes in data")
        return self
