"""Mutations of pictures that know their containers: each leaves the rest of the file whole."""

import struct
from typing import Final

from tests.fuzz.containers import Container, Part, container_of
from tests.fuzz.mutations import LONGEST, Chance, blind
from tests.fuzz.picture_parts import BODIES
from tests.fuzz.picture_seeds import picture_seeds

SOUND: Final = "sound-"
"""How the names of pictures begin of which only the metadata is odd: they are no broken ones."""
_MOST_PARTS: Final = 2000


def mutated_picture(chance: Chance) -> tuple[str, bytes]:
    """Return the name and the bytes of a picture to which something was done."""
    name, data = chance.choice(picture_seeds())
    if chance.random() < 0.25 and (sound := _with_odd_metadata(chance, data)) is not None:
        return f"{SOUND}{name}", sound
    for _ in range(chance.choice((1, 1, 1, 2, 3, 6))):
        data = _by_structure(chance, data) if chance.random() < 0.85 else blind(chance, data)
    if chance.random() < 0.05:
        _, other = chance.choice(picture_seeds())
        data += other
    return (name if chance.random() < 0.9 else "000.png"), data[:LONGEST]


def _with_odd_metadata(chance: Chance, data: bytes) -> bytes | None:
    """Change and add what the picture says of itself alone: its pixels are whole."""
    container = container_of(data)
    if container is None or not container.said:
        return None
    parts = container.split(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        said = [place for place, part in enumerate(parts) if part.name in container.said]
        if said and chance.random() < 0.5:
            place = chance.choice(said)
            name = parts[place].name
            change = chance.choice(BODIES.get(name, (blind,)))
            parts[place] = Part(name, _kept_apart(name, change(chance, parts[place].body)))
        else:
            made = [part for add in container.added if (part := add(chance)).name in container.said]
            part = chance.choice(made)
            parts.insert(1, Part(part.name, _kept_apart(part.name, part.body)))
    return container.join(None, parts)


def _kept_apart(name: bytes, body: bytes) -> bytes:
    """Return contents that fit what bears them: a segment of JPEG has room for 65,533 bytes."""
    return body[:65_000] if len(name) == 1 else body


def _by_structure(chance: Chance, data: bytes) -> bytes:
    container = container_of(data)
    if container is None:
        return blind(chance, data)
    try:
        parts = container.split(data)
    except (struct.error, IndexError):  # something was done to it before
        return blind(chance, data)
    if not parts:
        return blind(chance, data)
    return container.join(chance, chance.choice(_CHANGES)(chance, parts, container))


def _changed_body(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place = chance.randrange(len(parts))
    part = parts[place]
    change = chance.choice(BODIES.get(part.name, (blind,)))
    return [*parts[:place], Part(part.name, change(chance, part.body)), *parts[place + 1 :]]


def _left_out(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place = chance.randrange(len(parts))
    return parts[:place] + parts[place + 1 :]


def _repeated(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place = chance.randrange(len(parts))
    again = [parts[place]] * chance.choice((1, 2, 50, _MOST_PARTS // 10))
    return parts[:place] + again + parts[place:]


def _reordered(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    return chance.sample(parts, len(parts))


def _renamed(chance: Chance, parts: list[Part], _: Container) -> list[Part]:
    place, other = chance.randrange(len(parts)), chance.choice(parts)
    name = other.name if chance.random() < 0.5 else chance.randbytes(len(other.name))
    return [*parts[:place], Part(name, parts[place].body), *parts[place + 1 :]]


def _added(chance: Chance, parts: list[Part], container: Container) -> list[Part]:
    place = chance.randint(0, len(parts))
    return [*parts[:place], chance.choice(container.added)(chance), *parts[place:]]


def _spliced(chance: Chance, parts: list[Part], container: Container) -> list[Part]:
    same = [data for _, data in picture_seeds() if container_of(data) is container]
    others = container.split(chance.choice(same))
    place = chance.randint(0, len(parts))
    return parts[:place] + others[chance.randint(0, len(others)) :]


_CHANGES: Final = (
    _changed_body,
    _changed_body,
    _changed_body,
    _left_out,
    _repeated,
    _reordered,
    _renamed,
    _added,
    _added,
    _added,
    _added,
    _spliced,
)
