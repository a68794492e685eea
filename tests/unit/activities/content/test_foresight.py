"""What a reviewer asks for in vain is known before anything is made."""

from uuid import UUID

import pytest

from activities.compute import ThreadCompute
from activities.content.templates.provider import TemplateContent
from tests.support.campaigns.content_orders import content_order
from tests.support.fakes import FakeStore, FakeStores


async def why_idle(*changes: str) -> str | None:
    """Ask what the last of several requests for changes would come to, after the others."""
    order = content_order()
    provider = TemplateContent(
        FakeStores({UUID(str(order.tenant_id)): FakeStore()}), ThreadCompute()
    )
    present = await provider.produce(order.model_copy(update={"changes": list(changes[:-1])}))
    return await provider.why_idle(order.model_copy(update={"changes": list(changes)}), present)


@pytest.mark.parametrize(
    "change",
    ["headline: Harvest day", "Bitte anders\nTitular: Otra cosa", "without: cosecha", "cta: Ya"],
)
async def test_what_would_change_something_is_let_through(change: str) -> None:
    """A line that is an instruction, and that the copy does not follow yet, is worth a revision."""
    assert await why_idle(change) is None


@pytest.mark.parametrize(
    "change",
    ["make it calmer, please", "Titular mas corto", "linkedin.headline: Harvest", "color: verde"],
)
async def test_a_wish_that_is_no_instruction_is_told_what_can_be_asked_for(change: str) -> None:
    """Whoever writes for people learns how to write for the copywriter, and which fields it has."""
    why = await why_idle(change)

    assert why is not None
    assert "no line of the comment is an instruction" in why
    assert "'headline: New text'" in why
    assert "'without: a word'" in why


@pytest.mark.parametrize(
    "changes",
    [
        ("headline: Harvest day", "headline: Harvest day"),
        ("without: zanahoria",),
        ("subject: There is no subject here",),
    ],
)
async def test_an_instruction_that_is_followed_already_is_told_so(changes: tuple[str, ...]) -> None:
    """The same text once more, a word that is not there and a field that is not are no changes."""
    why = await why_idle(*changes)

    assert why is not None
    assert "follows the comment already, or has no such field or word" in why
