"""Which of all ways to break a text into lines reads best."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

_RAGGED: Final = 0.5
"""What lines of uneven lengths cost, by the squares of their differences from the mean."""
_LONELY: Final = 0.25
"""What a short word costs that has a line below the first for itself."""
_SHORT: Final = 0.7
"""Part of the mean of all lines, below which such a word is short."""
_FURTHER: Final = 0.1
"""What each line costs that could be spared."""
_MORE: Final = 1
"""Lines more than are needed that a break may cost."""


@dataclass(frozen=True)
class Breaking:
    """A text in lines, and what they cost its readers."""

    cost: float
    lines: tuple[str, ...] = ()
    widest: float = 0


@dataclass(frozen=True)
class _Line:
    text: str
    length: float
    end: int
    """How many pieces end with it."""
    is_lonely: bool


def best_lines(
    pieces: Sequence[str],
    strains: Sequence[float],
    length: Callable[[str], float],
    width: int,
    most: int,
) -> Breaking | None:
    """Return the best way to break a text, or nothing where it does not fit.

    Args:
        pieces: What is not parted.
        strains: What a line costs that ends with a piece: of all pieces but the last.
        length: Of a text in one line, in pixels.
        width: What no line may exceed.
        most: Lines that there may be.
    """
    lines = [list(_lines_from(pieces, start, length, width)) for start in range(len(pieces))]
    fewest = _fewest(lines)
    if fewest is None or fewest > most:
        return None
    whole = max(1.0, length(" ".join(pieces)))
    found = (
        _best(lines, [*strains, 0.0], whole / max(1, count), count, (count - fewest) * _FURTHER)
        for count in range(fewest, min(most, fewest + _MORE, len(pieces)) + 1)
    )
    return min(found, key=lambda each: each.cost)


def _lines_from(
    pieces: Sequence[str], start: int, length: Callable[[str], float], width: int
) -> Iterator[_Line]:
    """Return the lines that can begin with a piece."""
    for end in range(start + 1, len(pieces) + 1):
        text = " ".join(pieces[start:end])
        long = length(text)
        if long > width:
            return
        yield _Line(text, long, end, start > 0 and " " not in text)


def _fewest(lines: Sequence[Sequence[_Line]]) -> int | None:
    """Return how many lines a text needs, or nothing where a piece is too wide."""
    count = place = 0
    while place < len(lines):
        if not lines[place]:
            return None
        place = lines[place][-1].end
        count += 1
    return count


def _best(
    lines: Sequence[Sequence[_Line]], strains: Sequence[float], mean: float, count: int, cost: float
) -> Breaking:
    """Return the best way to break a text into a number of lines.

    Args:
        lines: By the piece that they begin with.
        strains: What a line costs that ends with a piece.
        mean: Of the lengths of that many lines.
        count: How many lines.
        cost: What that number of lines costs.
    """
    ways: dict[int, Breaking] = {0: Breaking(cost)}
    for _ in range(count):
        longer: dict[int, Breaking] = {}
        for start, way in ways.items():
            for line in lines[start] if start < len(lines) else ():
                cost = way.cost + strains[line.end - 1] + _cost(line, mean)
                if line.end not in longer or cost < longer[line.end].cost:
                    widest = max(way.widest, line.length)
                    longer[line.end] = Breaking(cost, (*way.lines, line.text), widest)
        ways = longer
    return ways[len(lines)]


def _cost(line: _Line, mean: float) -> float:
    is_lonely = line.is_lonely and line.length < _SHORT * mean
    return _RAGGED * (line.length / mean - 1) ** 2 + (_LONELY if is_lonely else 0)
