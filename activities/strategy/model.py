"""The strategist that asks a model what to say, and lets it decide nothing else."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import Field

from activities.model.model import Model, Question
from activities.model.prompts import prompt_for
from activities.ports import Compute
from activities.strategy.rules import COMPOSITION, composed, with_shares
from contracts import Contract, Line, Prose, Slug, StrategyBrief, StrategyOrder
from domain.text.addresses import addresses_in

_LEEWAY: Final = 0.01
"""How far shares may miss the whole together: models do not add well."""


class ChannelShare(Contract):
    """What part of the budget a channel gets."""

    channel: Slug
    share: float = Field(ge=0, le=1)


class Strategy(Contract):
    """What a model says of a brief."""

    target_audience: Prose
    core_message: Line
    angles: list[Line] = Field(max_length=5)
    channels: list[ChannelShare]
    rationale: Prose


class ModelStrategy:
    """Composes the brief by rules, and has a model say whom it addresses and what it says.

    Prohibitions, tones, limits, channels and the sum of the money are the request's, whatever the
    model answers; it may take up only terms that the rules let copy take up.
    """

    answers_at_once = False

    def __init__(self, model: Model, compute: Compute) -> None:
        self._model = model
        self._compute = compute

    async def compose(self, order: StrategyOrder) -> StrategyBrief:
        """Compose the brief.

        Raises:
            CampaignError: See `Model.answer` and `RuleStrategy.compose`.
        """
        brief = await self._compute.run(
            composed,
            order,
            what="composing the brief",
            tenant=order.tenant_id,
            limit=COMPOSITION,
        )
        said = await self._model.answer(
            order,
            Question(
                prompt=prompt_for("strategy", self._model.prompts),
                data=_data(order, brief),
                form=Strategy,
                judge=lambda answer: _faults(answer, brief),
            ),
        )
        allocation = with_shares(order.request, {one.channel: one.share for one in said.channels})
        return brief.model_copy(
            update={
                "target_audience": said.target_audience,
                "core_message": said.core_message,
                "angles": said.angles,
                "rationale": said.rationale,
                **allocation,
            }
        )


def _data(order: StrategyOrder, brief: StrategyBrief) -> dict[str, Any]:
    shown = {
        "name",
        "product",
        "purpose",
        "audience",
        "core_message",
        "call_to_action",
        "language",
        "channels",
        "budget",
        "do_not_do",
        "tone_guard",
    }
    request = order.request.model_dump(mode="json", include=shown, exclude_none=True)
    return {"request": request, "terms": list(brief.angles)}


def _faults(answer: Strategy, brief: StrategyBrief) -> Sequence[str]:
    faults: list[str] = []
    named = [one.channel for one in answer.channels]
    if sorted(named) != sorted(brief.channels):
        faults.append(f"channels must be {', '.join(brief.channels)}, each once")
    elif abs(sum(one.share for one in answer.channels) - 1) > _LEEWAY:
        faults.append("channels: the shares must add up to 1")
    strangers = [angle for angle in answer.angles if angle not in brief.angles]
    if strangers:
        allowed = ", ".join(brief.angles) or "none"
        faults.append(f"angles may only be these: {allowed}")
    spoken = {"target_audience": answer.target_audience, "core_message": answer.core_message}
    return faults + [
        f"{name} must not hold a web address" for name, text in spoken.items() if addresses_in(text)
    ]
