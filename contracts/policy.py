"""What a tenant allows, whatever a request asks for."""

from typing import Self

from pydantic import Field, model_validator

from contracts.base import Amount, Contract, Currency, Line, Slug


class TrustedAuditor(Contract):
    """A key whose signature under a report counts."""

    key_id: str = Field(pattern=r"^[A-Za-z0-9_-]{16}$")
    """First 16 characters of the base64url SHA-256 of the public key."""
    public_key: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$")
    """The raw Ed25519 public key in base64url without padding."""
    note: Line | None = None
    """Whose key it is."""


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
