"""Progress of work that consists of many equal pieces."""

from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Final, TypeVar

from rich.text import Text

from console.screen import Screen
from console.words.basics import plain

_TOLD: Final = 10
"""How often progress is told where no line can be drawn again."""

Kind = TypeVar("Kind")


@contextmanager
def counting(
    screen: Screen, total: int, words: Callable[[Counter[Kind]], str], left: Kind
) -> Generator[Callable[[Counter[Kind]], None]]:
    """Show how many pieces are done: in one line for a person, else in ten messages at most.

    Args:
        screen: Where it is shown.
        total: How many pieces there are.
        words: Says where the work stands.
        left: The kind of those that are still to come.
    """
    told = 0

    def say(counts: Counter[Kind]) -> None:
        nonlocal told
        tenth = (total - counts[left]) * _TOLD // total
        if tenth > told:
            told = tenth
            screen.say(words(counts))

    if not screen.is_live:
        yield say
        return
    with screen.drawing() as live:
        yield lambda counts: live.update(Text(plain(words(counts))), refresh=True)
