"""Answers that were paid for: kept with their price, and not paid for again."""

from collections.abc import Mapping
from typing import Any, Final

import rfc8785
from pydantic import ValidationError

from activities.metering import meter_usage
from activities.model.settings import ModelSettings
from activities.ports import ArtifactStores, Memory
from contracts import Contract, ModelUsage, Sha256, StageOrder

_MILLION: Final = 1_000_000


class PaidAnswer(Contract):
    """What a model said, and what that cost."""

    text: str
    refusal: str | None = None
    is_cut: bool = False
    input_tokens: int
    output_tokens: int
    record: Sha256
    """The artefact with prompt and answer."""
    cost: float
    paid_by: str
    """The step for which it was asked."""


class PaidAnswers:
    """What one model has said to a tenant, by the digest of what it was asked."""

    def __init__(self, settings: ModelSettings, stores: ArtifactStores, memory: Memory) -> None:
        self._settings = settings
        self._stores = stores
        self._memory = memory

    async def recall(self, order: StageOrder, name: str) -> PaidAnswer | None:
        """Return what was answered before; what the same step paid for counts as its own."""
        text = await self._memory.recall(order.tenant_id, name)
        try:
            known = None if text is None else PaidAnswer.model_validate_json(text)
        except ValidationError:
            return None
        if known is not None and known.paid_by == _payer(order):
            # The attempt that paid for it has told nobody: its end was never reported.
            self._meter(known)
        return known

    async def keep(
        self,
        order: StageOrder,
        name: str,
        exchange: Mapping[str, str],
        *,
        input_tokens: int,
        output_tokens: int,
        **said: Any,
    ) -> PaidAnswer:
        """Keep an answer, and count what it cost.

        Args:
            order: For which it was asked.
            name: Under which it is recalled.
            exchange: What was sent and answered, for whoever doubts it.
            input_tokens: Of the prompt.
            output_tokens: Of the answer.
            said: What else the answer has.

        Raises:
            Infrastructure: The exchange cannot be stored.
        """
        store = self._stores.of(order.tenant_id)
        record = await store.put(rfc8785.dumps(dict(exchange)), "application/json")
        prices = self._settings
        paid = PaidAnswer(
            **said,
            input_tokens=input_tokens,
            output_tokens=output_tokens,
            record=record.sha256,
            cost=(
                input_tokens * prices.price_per_million_input
                + output_tokens * prices.price_per_million_output
            )
            / _MILLION,
            paid_by=_payer(order),
        )
        await self._memory.keep(order.tenant_id, name, paid.model_dump_json())
        self._meter(paid)
        return paid

    def _meter(self, paid: PaidAnswer) -> None:
        meter_usage(
            ModelUsage(
                calls=1,
                input_tokens=paid.input_tokens,
                output_tokens=paid.output_tokens,
                cost=paid.cost,
                currency=self._settings.currency,
                records=[paid.record],
            )
        )


def _payer(order: StageOrder) -> str:
    return f"{order.step_key} {order.revision}"
