"""Rectangles on a picture, and what two of them have in common."""

from domain.audit.picture.decoding import Box


def area_of(box: Box) -> int:
    """Return how many pixels a box has; none when it is turned inside out."""
    return max(0, box[2] - box[0]) * max(0, box[3] - box[1])


def common(first: Box, second: Box) -> Box:
    """Return where two boxes overlap; a box without area when they do not."""
    return (
        max(first[0], second[0]),
        max(first[1], second[1]),
        min(first[2], second[2]),
        min(first[3], second[3]),
    )


def contains(outer: Box, inner: Box) -> bool:
    """Tell whether a box lies within another."""
    return common(outer, inner) == inner
