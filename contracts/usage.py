"""What a model was used for, and what that cost."""

from collections.abc import Iterable
from typing import Self

from pydantic import Field

from contracts.base import Amount, Contract, Count, Currency, Sha256


class ModelUsage(Contract):
    """The calls to models in one currency, and what they cost."""

    calls: Count = 0
    """Calls that were paid for; answers that were known already cost nothing."""
    estimated_calls: Count = 0
    """Those of which the endpoint did not say how many tokens they took: they are counted with as
    many as they can have taken, so that tokens and cost are at most what is said."""
    input_tokens: Count = 0
    output_tokens: Count = 0
    cost: Amount = 0.0
    """By the prices that were set when the calls were made."""
    currency: Currency
    records: list[Sha256] = Field(default=[], max_length=500)
    """Artefacts with the prompts and the answers, in the order of the calls."""

    def and_also(self, other: Self) -> Self:
        """Return the sum of two in the same currency."""
        records = list(dict.fromkeys([*self.records, *other.records]))
        return self.model_copy(
            update={
                "calls": self.calls + other.calls,
                "estimated_calls": self.estimated_calls + other.estimated_calls,
                "input_tokens": self.input_tokens + other.input_tokens,
                "output_tokens": self.output_tokens + other.output_tokens,
                # Prices have six decimals and more; sums of their fractions would show it.
                "cost": round(self.cost + other.cost, 9),
                "records": records[-500:],
            }
        )


def summed(usages: Iterable[ModelUsage]) -> list[ModelUsage]:
    """Return one sum for each currency, in the order in which they come."""
    by_currency: dict[str, ModelUsage] = {}
    for used in usages:
        known = by_currency.get(used.currency)
        by_currency[used.currency] = used if known is None else known.and_also(used)
    return list(by_currency.values())
