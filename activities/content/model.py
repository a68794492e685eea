"""The content provider that has a model write the copy, and draws the creative itself."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, create_model

from activities.content.templates.provider import TemplateContent
from activities.model.model import Model, Question
from activities.model.prompts import prompt_for
from contracts import ContentOrder, VisualAsset, as_prose
from domain.platforms import FieldKind, Part, Placement, placement_of

_GIVEN: Final = {FieldKind.CALL_TO_ACTION, FieldKind.BUSINESS_NAME}
"""Fields whose words are the request's."""


class ModelContent:
    """Has a model write what the placement's fields say; size, look and link are as always."""

    def __init__(self, model: Model, templates: TemplateContent) -> None:
        self._model = model
        self._templates = templates

    async def produce(self, order: ContentOrder) -> list[VisualAsset]:
        """Make the assets of one place.

        Raises:
            CampaignError: See `Model.answer` and `TemplateContent.produce`.
        """
        known = placement_of(order.channel, order.placement)
        placement = known.constrained(order.brief.platform_constraints)
        written = [name for name in placement.fields if name not in _GIVEN]
        form = create_model(
            "Copy",
            __config__=ConfigDict(extra="forbid", strict=True, frozen=True),
            **dict.fromkeys(written, (str, ...)),  # type: ignore[call-overload]
        )
        answer = await self._model.answer(
            order,
            Question(
                prompt=prompt_for("content", self._model.prompts),
                data=_data(order, placement, written),
                form=form,
                judge=partial(_faults, order, placement),
            ),
        )
        given = {
            FieldKind.CALL_TO_ACTION: order.call_to_action,
            FieldKind.BUSINESS_NAME: order.brand.name,
        }
        said: dict[str, str] = answer.model_dump() | given
        copy = {name: _clean(said[name]) for name in placement.fields}
        return await self._templates.produce_with(
            order, {name: text for name, text in copy.items() if text}
        )

    async def why_idle(self, order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
        """Say nothing: only asking it can tell what a model does with a wish."""
        del order, present
        return None


def _data(order: ContentOrder, placement: Placement, written: Sequence[str]) -> dict[str, Any]:
    shown = {"target_audience", "core_message", "do_not_do", "tone_guard", "angles"}
    return {
        "language": order.language.value,
        "product": order.product,
        "brand": order.brand.name,
        "call_to_action": order.call_to_action,
        "link": order.landing_url,
        "body_needs_link": _needs_link(placement),
        "brief": order.brief.model_dump(mode="json", include=shown),
        "fields": {
            name: {
                "at_most": placement.fields[name].max,
                "counted_in": str(placement.fields[name].counting),
                "must_be_there": placement.fields[name].required,
            }
            for name in written
        },
        "changes": list(order.changes),
        "findings": list(order.findings),
        "last_version": dict(order.former_copy),
    }


def _clean(text: str) -> str:
    """Return a text without characters that no reader sees."""
    return as_prose(text, len(text) + 1) if text.strip() else ""


def _needs_link(placement: Placement) -> bool:
    return any(Part.LINK in paragraph for paragraph in placement.paragraphs)


def _faults(order: ContentOrder, placement: Placement, said: BaseModel) -> Sequence[str]:
    faults: list[str] = []
    for name, text in said.model_dump().items():
        limit = placement.fields[name]
        if limit.required and not text.strip():
            faults.append(f"{name} must be there")
        if not limit.admits(text):
            faults.append(f"{name} must have {limit.max} {limit.counting} at most")
    body = getattr(said, FieldKind.BODY, None)
    if body is not None and _needs_link(placement) and order.landing_url not in body:
        faults.append(f"body must hold the link {order.landing_url}")
    return faults
