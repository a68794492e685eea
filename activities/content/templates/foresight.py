"""Whether a reviewer's request would change the copy, and what can be asked for instead."""

from collections.abc import Sequence
from typing import Final

from activities.content.templates.copywriter import write_copy
from activities.content.templates.directives import read_directives
from contracts import ContentOrder, VisualAsset
from domain.platforms import placement_of

_NO_DIRECTIVE: Final = (
    "no line of the comment is an instruction that the built-in copywriter follows on these "
    "channels; such are 'headline: New text', for any field of the copy, 'x.headline: New text', "
    "for one channel, and 'without: a word', which drops the sentences that hold it"
)
_FOLLOWED: Final = (
    "the copy follows the comment already, or has no such field or word; 'starter.py status' shows "
    "the fields of each channel and what they say"
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
    is_directed = directives.replaced or directives.without
    return _FOLLOWED if is_directed else _NO_DIRECTIVE
