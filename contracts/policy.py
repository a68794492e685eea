"""What a tenant allows, whatever a request asks for."""

import base64
from typing import Final, Self

from pydantic import Field, field_validator, model_validator

from contracts.base import Amount, Contract, Currency, Line, Slug

_PRIME: Final = 2**255 - 19
_ORDER_8: Final = 0x5FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826
_SMALL_ORDER: Final = frozenset({0, 1, _PRIME - 1, _ORDER_8, _PRIME - _ORDER_8})
"""What `y` is of the eight points of edwards25519 whose order divides 8 (RFC 8032, section 5.1;
Chalkias, Garillot and Nikolaenko, "Taming the many EdDSAs", 2020, https://eprint.iacr.org/2020/1244)."""
_SIGN: Final = 1 << 255
"""The bit of an encoded point that says which of two points with the same `y` it is."""


class TrustedAuditor(Contract):
    """A key whose signature under a report counts."""

    key_id: str = Field(pattern=r"^[A-Za-z0-9_-]{16}$")
    """First 16 characters of the base64url SHA-256 of the public key."""
    public_key: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")
    """The raw Ed25519 public key in base64url without padding."""
    note: Line | None = None
    """Whose key it is."""

    @field_validator("public_key")
    @classmethod
    def _is_somebodys(cls, text: str) -> str:
        raw = base64.urlsafe_b64decode(text + "=")
        if int.from_bytes(raw, "little") % _SIGN % _PRIME in _SMALL_ORDER:
            raise ValueError("must not be a point of small order: anybody can sign under it")
        return text


class TenantPolicy(Contract):
    """The rules of one tenant, as they stood when a campaign was admitted."""

    source: Line
    """Where they were read."""
    channels_allowed: list[Slug] | None = None
    """None allows every channel."""
    budget_ceiling: Amount | None = None
    """The most that one campaign may spend; none allows every budget."""
    budget_currency: Currency | None = None
    """The currency of the ceiling: a budget in another one is refused, since it cannot be compared.
    """
    prohibited_topics: list[Line] = Field(default=[], max_length=100)
    contacts: list[Line] = Field(default=[], max_length=50)
    """The tenant's own public e-mail addresses and telephone numbers, which any copy may show."""
    review_required: bool = False
    fairness_weight: float = Field(default=1.0, ge=0.001, le=1000)
    """How often it is the tenant's turn where work of several tenants waits, compared with their
    weights. The bounds are Temporal's."""
    max_open_campaigns: int | None = Field(default=None, ge=0, le=1_000_000)
    """How many of its campaigns may be open, which is from their start to their end, before another
    one is refused; none limits nothing. Whoever starts many at once may come a little above it."""
    trusted_auditors: list[TrustedAuditor] = Field(default=[], max_length=100)

    @model_validator(mode="after")
    def _ceiling_has_a_currency(self) -> Self:
        if self.budget_ceiling is not None and self.budget_currency is None:
            raise ValueError(
                "budget_currency is required with budget_ceiling: the code of its currency, such "
                'as "EUR"'
            )
        if self.budget_ceiling is None and self.budget_currency is not None:
            raise ValueError("budget_currency says nothing without budget_ceiling")
        return self
