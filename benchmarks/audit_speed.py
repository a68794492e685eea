"""How long one creative's audit takes, by its size and by the number of rules.

`python -m benchmarks.audit_speed` prints medians of warm runs, in seconds of one core's work, so
that neighbours on the machine do not count. Time has to grow no faster than pixels and rules do.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from statistics import median

from activities.content.templates.renderer import render
from contracts import ArtifactRef, BrandKit, Language, LayoutManifest
from domain.audit.offline import Demands, PictureFile, PostCopy, audit_files
from domain.platforms import placement_of
from domain.signing import canonical

RUNS = 7
TODAY = date(2026, 11, 22)
WIDTHS = (540, 1080, 1620, 2160)
RULES = (0, 200, 1000, 5000, 10_000)
LIMIT = 0.25
"""Seconds that one creative of 1080 x 1350 may take."""

BRAND = BrandKit(name="Tostadores del Sur")
COPY = {
    "headline": "La cosecha nueva ya está en la tienda",
    "description": "Café de Nariño, recién tostado",
    "call_to_action": "Ver la cosecha",
    "body": "La cosecha nueva ya está en la tienda. Tostamos cada lunes y repartimos el martes.",
    "hashtags": "#Tostadores #Nariño",
}


def rules(count: int) -> list[str]:
    """Return sentences of four kinds, one of them understood by nobody."""
    words = ("".join(chr(97 + int(digit)) for digit in f"{n:05d}") for n in range(count))
    kinds = ("No decir 'zx{}'", "No mencionar a Casa{}", "No parecer {}", "Evitar #{:06x}")
    return [kinds[n % 4].format(n * 1009 if n % 4 == 3 else word) for n, word in enumerate(words)]


def creative(width: int) -> PictureFile:
    """Return a creative of Phoenix's own for Instagram's feed, in some width."""
    place = replace(placement_of("instagram", "feed"), width=width, height=width * 5 // 4)
    drawn = render(COPY, BRAND, place)
    digest = hashlib.sha256(drawn.mask).hexdigest()
    manifest = LayoutManifest(
        width=place.width,
        height=place.height,
        blocks=drawn.blocks,
        fills=drawn.fills,
        mask=ArtifactRef(sha256=digest, size=len(drawn.mask), media_type="image/png"),
    )
    return PictureFile(drawn.picture, None, canonical(manifest), drawn.mask)


def seconds(picture: PictureFile, sentences: Sequence[str]) -> float:
    """Return the median time of one audit, after one that warms up."""
    demands = Demands(
        do_not_do=sentences,
        tone_guard={"voice": "formal"},
        language=Language.SPANISH,
        brand=BRAND,
        core_message=COPY["headline"],
    )
    post = PostCopy(COPY, "Titular: «La cosecha nueva ya está en la tienda».", "https://a.example/")
    taken: list[float] = []
    for _ in range(RUNS + 1):
        began = time.process_time()
        audit_files(
            picture, post, channel="instagram", placement="feed", demands=demands, today=TODAY
        )
        taken.append(time.process_time() - began)
    return median(taken[1:])


def main() -> None:
    """Print both tables."""
    print("| pixels | megapixels | median ms | ms per megapixel |")
    print("| --- | ---: | ---: | ---: |")
    few = rules(20)
    for width in WIDTHS:
        taken, pixels = seconds(creative(width), few), width * width * 5 // 4 / 1e6
        size = f"{width} x {width * 5 // 4}"
        print(f"| {size} | {pixels:.2f} | {taken * 1000:.0f} | {taken * 1000 / pixels:.0f} |")
        if width == 1080:
            print(f"<!-- 1080 x 1350: {'within' if taken < LIMIT else 'BEYOND'} {LIMIT} s -->")
    print("\n| rules | median ms | ms per 1,000 rules beyond none |")
    print("| ---: | ---: | ---: |")
    picture, none = creative(1080), 0.0
    for count in RULES:
        taken = seconds(picture, rules(count))
        none = taken if count == 0 else none
        each = (taken - none) / count * 1e6 if count else 0.0
        print(f"| {count} | {taken * 1000:.0f} | {each:.0f} |")


if __name__ == "__main__":
    main()
