"""How a channel's posts look where they are shown to people."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Final

from pydantic import Field

from contracts import HexColor
from domain.platforms.vocabulary import STRICT, PreviewLayout

_NEUTRAL: Final = "#3b5166"


@dataclass(frozen=True)
class Look:
    """How one channel's posts look in a preview."""

    __pydantic_config__: ClassVar = STRICT

    title: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")]
    """The channel's name as people write it."""
    accent: HexColor
    """The colour of its buttons, on which white text is set: its contrast is at least 4.5."""
    layout: PreviewLayout


def plain_look(channel: str) -> Look:
    """Return the look of a channel of which nothing but its name is known."""
    return Look(channel.replace("_", " ").title(), _NEUTRAL, PreviewLayout.FEED)
