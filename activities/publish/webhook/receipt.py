"""What a webhook says of a publication."""

from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from activities.http.answer import Answer
from contracts import Line, web_address

_LONGEST_URL: Final = 2000
"""Characters that are kept of the address that a platform gives."""


class Receipt(BaseModel):
    """What a platform says of a publication: an object that has at least these fields."""

    model_config = ConfigDict(frozen=True, strict=True)

    id: Line | None = None
    """The platform's own name for it."""
    url: Any = None
    key: str | None = None
    """The key that the platform means, when it says so."""
    retracted: bool = False
    """Whether it was taken back."""

    @property
    def address(self) -> str | None:
        """Where a person can look at it; `None` for what is no address on the web."""
        url = self.url
        is_usable = isinstance(url, str) and len(url) <= _LONGEST_URL and web_address(url)
        return url if is_usable else None


def is_about(answer: Answer, key: str) -> bool:
    """Whether it names no other key than this one, neither in its body nor in its headers."""
    receipt = answer.told(Receipt)
    echoes = {answer.headers.get("idempotency-key", key)}
    if receipt is not None and receipt.key is not None:
        echoes.add(receipt.key)
    return echoes == {key}
