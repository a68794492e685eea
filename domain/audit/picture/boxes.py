"""Rectangles on a picture, and what two of them have in common."""

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels of the file; right and bottom are outside."""


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


def clamped(box: Box, size: tuple[int, int]) -> Box | None:
    """Return the part of a box that lies on a picture of this size, if there is any."""
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(size[0], box[2]), min(size[1], box[3])
    return (left, top, right, bottom) if left < right and top < bottom else None
