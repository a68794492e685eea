"""Creatives that look alike: a difference hash per picture, and how far two of them lie apart."""

from typing import Final

from PIL import Image

from contracts import QualityCheck, Severity
from domain.audit.context import CampaignSubject
from domain.audit.findings import Judge
from domain.audit.picture.decoding import Picture, PictureFault

_SIDE: Final = 8


def fingerprint(picture: Picture | PictureFault) -> str | None:
    """Return the difference hash of a picture as 16 hexadecimal digits.

    Each of its 64 bits says whether brightness rises from one of 9 x 8 cells to the next, which
    survives scaling and compression (Krawetz 2013, "Kind of like that").
    """
    if isinstance(picture, PictureFault):
        return None
    cells = picture.image.convert("L").resize((_SIDE + 1, _SIDE), Image.Resampling.BOX)
    values = cells.tobytes()
    bits = 0
    for row in range(_SIDE):
        for column in range(_SIDE):
            place = row * (_SIDE + 1) + column
            bits = bits << 1 | (values[place] < values[place + 1])
    return f"{bits:016x}"


def distance(first: str, second: str) -> int:
    """Return how many of 64 bits differ between two difference hashes."""
    return (int(first, 16) ^ int(second, 16)).bit_count()


def check_duplicates(whole: CampaignSubject) -> list[QualityCheck]:
    """Judge whether a creative is new: against its channel's other variants and earlier campaigns.

    The same picture on two channels is one campaign seen twice, and no fault.
    """
    longest = int(whole.context.ruleset["duplicate_max_distance"])
    seen = [(None, old.sha256, old.dhash) for old in whole.context.terms.earlier_creatives]
    known: list[tuple[str | None, str, str]] = list(seen)
    findings: list[QualityCheck] = []
    for asset, dhash in zip(whole.assets, whole.fingerprints, strict=False):
        if dhash is None:
            continue
        about = {"channel": asset.channel, "placement": asset.placement}
        judge = Judge("duplicate_creative_check", Severity.LOW, about)
        evidence = {"artifact_sha256": asset.sha256, "dhash": dhash, "max": longest}
        rivals = [
            (distance(dhash, other), sha256)
            for channel, sha256, other in known
            if channel in {None, asset.channel}
        ]
        nearest = min(rivals, default=None)
        if nearest is not None and nearest[0] <= longest:
            findings.append(
                judge.warned(
                    "NEAR_DUPLICATE_CREATIVE",
                    Severity.LOW,
                    distance=nearest[0],
                    other_sha256=nearest[1],
                    **evidence,
                )
            )
        else:
            findings.append(judge.passed(**evidence))
        known.append((asset.channel, asset.sha256, dhash))
    nothing = Judge("duplicate_creative_check", Severity.LOW, {})
    return findings or [nothing.unmeasured("no picture decodes")]
