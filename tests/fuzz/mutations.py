"""Mutations that know nothing of what the bytes mean, and the number of one case among many."""

import random
from collections.abc import Callable
from typing import Final

Chance = random.Random
"""All that a case is made from."""
Mutation = Callable[[Chance, bytes], bytes]

ODD_NUMBERS: Final = (0, 1, 2, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
"""At which programs that count in 8, 16 or 32 bits, with or without a sign, go wrong."""
LONGEST: Final = 400_000
"""Bytes of a mutated file: a case is kept when something is found, and has to be small."""
_MOST_AT_ONCE: Final = 64


def chance_of(kind: str, seed: int, number: int) -> Chance:
    """Return what one case is made from: the same for the same three, on every machine."""
    return random.Random(f"{kind}:{seed}:{number}")  # noqa: S311 - mutations, not secrets


def odd_number(chance: Chance, limit: int) -> int:
    """Return a number below a limit at which programs go wrong, or any."""
    return (chance.choice(ODD_NUMBERS) if chance.random() < 0.7 else chance.getrandbits(32)) % limit


def blind(chance: Chance, data: bytes) -> bytes:
    """Return the bytes with one thing done to them."""
    return chance.choice(_BLIND)(chance, data)


def _flipped(chance: Chance, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _overwritten(chance: Chance, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    odd = odd_number(chance, 2**32).to_bytes(4, chance.choice(("big", "little")))
    written = chance.choice((odd, odd[:2], odd[2:], bytes([chance.randrange(256)])))
    return data[:place] + written + data[place + len(written) :]


def _inserted(chance: Chance, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + chance.randbytes(chance.randint(1, _MOST_AT_ONCE)) + data[place:]


def _removed(chance: Chance, data: bytes) -> bytes:
    place = chance.randint(0, len(data))
    return data[:place] + data[place + chance.randint(1, _MOST_AT_ONCE) :]


def _cut(chance: Chance, data: bytes) -> bytes:
    return data[: chance.randint(0, len(data))]


def _beheaded(chance: Chance, data: bytes) -> bytes:
    return data[chance.randint(0, min(len(data), _MOST_AT_ONCE)) :]


def _doubled(chance: Chance, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    part = data[start : start + chance.randint(1, 1000)]
    times = chance.choice((1, 1, 2, 100))
    return (data[:start] + part * times + data[start:])[:LONGEST]


def _moved(chance: Chance, data: bytes) -> bytes:
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    part = data[start:end]
    rest = data[:start] + data[end:]
    place = chance.randint(0, len(rest))
    return rest[:place] + part + rest[place:]


def _blanked(chance: Chance, data: bytes) -> bytes:
    start = chance.randint(0, len(data))
    length = min(chance.randint(1, 200), len(data) - start)
    return data[:start] + bytes([chance.choice((0, 0x20, 0xFF))]) * length + data[start + length :]


_BLIND: Final[tuple[Mutation, ...]] = (
    _flipped,
    _flipped,
    _overwritten,
    _overwritten,
    _inserted,
    _removed,
    _cut,
    _beheaded,
    _doubled,
    _moved,
    _blanked,
)
