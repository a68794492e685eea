"""What was made and what was found in it, in a person's words: of a plan, or of a campaign."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from contracts import Place, QualityCheck, StrategyBrief, VisualAsset
from domain.audit.offline import PostCopy
from domain.gravity import verdict_of
from domain.taken_up import taken_up
from runtime.audit.replies import AuditedFile


class Audited(Protocol):
    """Something with creatives, and with what was found in them."""

    @property
    def assets(self) -> Sequence[VisualAsset]:
        """What was made, in the order of the channels."""
        ...

    @property
    def checks(self) -> Sequence[QualityCheck]:
        """What was found."""
        ...


def words_of_strangers(brief: StrategyBrief, assets: Iterable[VisualAsset]) -> list[str]:
    """Say which rising terms the copy has taken up, and where: a reviewer has to know them."""
    return [
        f"“{term}”, a rising term of the sources, stands in the copy of {', '.join(places)}"
        for term, places in taken_up(brief, assets).items()
    ]


def audited(made: Audited) -> list[AuditedFile]:
    """Return what was found in each creative and its copy, in the order of the channels."""
    return [_file(asset, _about(made.checks, asset)) for asset in made.assets]


def about_the_whole(made: Audited) -> list[QualityCheck]:
    """Return what was found in no single creative, but in the campaign."""
    of_assets = [check for asset in made.assets for check in _about(made.checks, asset)]
    return [check for check in made.checks if check not in of_assets]


def place_name(place: Place) -> str:
    """Return channel and placement as people say them."""
    return f"{place.channel.replace('_', ' ')} · {place.placement}"


def copy_beside(asset: VisualAsset) -> PostCopy:
    """Return everything that is written beside a picture."""
    return PostCopy(asset.text, asset.alt_text, asset.link, ai_generated=asset.ai_generated)


def _about(checks: Sequence[QualityCheck], asset: VisualAsset) -> list[QualityCheck]:
    """Two channels may have the same bytes, so the channel tells them apart."""
    return [
        check
        for check in checks
        if check.evidence.get("artifact_sha256") == asset.sha256
        and check.evidence.get("channel") == asset.channel
    ]


def _file(asset: VisualAsset, checks: list[QualityCheck]) -> AuditedFile:
    return AuditedFile(
        file=place_name(asset.place),
        sha256=asset.sha256,
        size_bytes=asset.size_bytes,
        verdict=verdict_of(checks),
        checks=checks,
        left_out=[],
    )
