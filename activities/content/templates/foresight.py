"""Whether a reviewer's request would change the copy, and what can be asked for instead."""

from collections.abc import Sequence
from typing import Final

from activities.content.templates.copywriter import write_copy
from activities.content.templates.directives import read_directives
from contracts import ContentOrder, VisualAsset
from domain.platforms import placement_of

_NO_DIRECTIVE: Final = (
    "no line of the comment is an instruction that the built-in copywriter follows, such as "
    "'headline: New text' or 'without: a word' (for one channel, 'x.headline: New text')"
)


def why_idle(order: ContentOrder, present: Sequence[VisualAsset]) -> str | None:
    """Return why the last of the changes would change nothing; `None` when it would.

    Args:
        order: What would be made.
        present: What was made before the last of its changes was asked for. The picture shows the
            copy and what the request says, so the copy tells.
    """
    placement = placement_of(order.channel, order.placement)
    if [write_copy(order, placement)] != [asset.text for asset in present]:
        return None
    directives = read_directives(order.changes[-1:], order.channel)
    fields = ", ".join(name.replace("_", " ") for name in placement.fields)
    place = f"{order.channel}.{order.placement}"
    if not directives.replaced and not directives.without:
        return f"{_NO_DIRECTIVE}; the fields of {place} are {fields}"
    return f"the copy of {place} says so already, or has no such field or word: it has {fields}"
