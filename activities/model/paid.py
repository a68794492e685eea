"""Answers that were paid for: kept with their price, and not paid for again."""

import logging
from collections.abc import Mapping
from typing import Any, Final

import rfc8785
from pydantic import ValidationError

from activities.metering import meter_usage
from activities.model.settings import ModelSettings
from activities.ports import ArtifactStores, Memory
from contracts import Contract, ModelUsage, Sha256, StageOrder

_MILLION: Final = 1_000_000

log = logging.getLogger("phoenix.models")


class PaidAnswer(Contract):
    """What a model said, and what that cost."""

    text: str
    refusal: str | None = None
    is_cut: bool = False
    input_tokens: int
    output_tokens: int
    is_estimated: bool = False
    """Whether the tokens are the most that it can have been."""
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
        tokens: tuple[int | None, int | None],
        **said: Any,
    ) -> PaidAnswer:
        """Keep an answer, and count what it cost.

        Args:
            order: For which it was asked.
            name: Under which it is recalled.
            exchange: What was sent and answered, for whoever doubts it.
            tokens: Of the prompt and of the answer; `None` for what the endpoint did not count.
            said: What else the answer has.

        Raises:
            Infrastructure: The exchange cannot be stored.
        """
        store = self._stores.of(order.tenant_id)
        record = await store.put(rfc8785.dumps(dict(exchange)), "application/json")
        prices = self._settings
        given, made = self._most(exchange["request"], tokens)
        paid = PaidAnswer(
            **said,
            input_tokens=given,
            output_tokens=made,
            is_estimated=None in tokens,
            record=record.sha256,
            cost=(given * prices.price_per_million_input + made * prices.price_per_million_output)
            / _MILLION,
            paid_by=_payer(order),
        )
        # A neighbouring release understands what has nothing of this one's.
        kept = paid.model_dump_json(exclude_defaults=True)
        await self._memory.keep(order.tenant_id, name, kept)
        self._meter(paid)
        return paid

    def _most(self, request: str, tokens: tuple[int | None, int | None]) -> tuple[int, int]:
        """Return the most tokens that a call can have taken, where nobody has counted them."""
        given, made = tokens
        if given is not None and made is not None:
            return given, made
        # No token is shorter than a byte, and no answer longer than it may be.
        given = len(request.encode()) if given is None else given
        made = self._settings.max_output_tokens if made is None else made
        log.warning(
            "the model %s does not say how many tokens a call took: it is counted with as many as "
            "it can have taken, %d and %d",
            self._settings.model,
            given,
            made,
        )
        return given, made

    def _meter(self, paid: PaidAnswer) -> None:
        meter_usage(
            ModelUsage(
                calls=1,
                estimated_calls=int(paid.is_estimated),
                input_tokens=paid.input_tokens,
                output_tokens=paid.output_tokens,
                cost=paid.cost,
                currency=self._settings.currency,
                records=[paid.record],
            )
        )


def _payer(order: StageOrder) -> str:
    return f"{order.step_key} {order.revision}"
