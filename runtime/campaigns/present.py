"""What a campaign would put out as it stands, or has put out: for whoever reviews it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from activities.references import References
from activities.store import SweepableStore
from contracts import (
    AuditEvidence,
    CampaignError,
    CampaignPayload,
    CampaignStatus,
    QualityCheck,
    QualityReport,
    as_prose,
)
from domain.audit.report import whole
from domain.revisions import is_idle
from domain.taken_up import taken_up
from runtime.campaigns.replies import PresentCampaign, StoredPicture


@dataclass(frozen=True)
class Present:
    """A campaign's present revision, and the bytes of its pictures as far as they were read."""

    campaign: PresentCampaign
    pictures: Mapping[str, bytes]
    """By SHA-256."""


async def present_of(
    status: CampaignStatus,
    payload: CampaignPayload,
    store: SweepableStore,
    *,
    with_bytes: bool,
) -> Present:
    """Return what would go out, with the report on it.

    What the store does not give is left out, and the answer says why: a worker may have a store
    that is not reached from here, and a campaign can be looked at all the same.

    Args:
        status: Where the campaign stands.
        payload: What it has made.
        store: Where its tenant's artefacts lie.
        with_bytes: Whether the pictures and everything that passed are read as well.
    """
    assets = [asset for asset in payload.assets if asset.revision == payload.revision]
    report, unread, pictures = payload.present_audit, dict[str, None](), dict[str, bytes]()
    checks = [] if report is None else report.checks
    if with_bytes and report is not None and report.evidence is not None:
        try:
            checks = await _whole(report, report.evidence, store)
        except CampaignError as error:
            unread[str(error)] = None
    for asset in assets if with_bytes else []:
        try:
            pictures[asset.sha256] = await store.get(asset.sha256)
        except CampaignError as error:
            unread[str(error)] = None
    brief = payload.strategy
    campaign = PresentCampaign(
        **dict(_fields(status)),
        verdict=None if report is None else report.verdict,
        ruleset=None if report is None else report.ruleset,
        checks=checks,
        strategy=brief,
        assets=assets,
        pictures=[
            StoredPicture(
                channel=asset.channel,
                placement=asset.placement,
                sha256=asset.sha256,
                where=store.where(asset.sha256),
            )
            for asset in assets
        ],
        taken_up={} if brief is None else dict(taken_up(brief, assets)),
        idle=is_idle(payload.assets, payload.revision),
        unread=[as_prose(why) for why in unread],
    )
    return Present(campaign, pictures)


async def _whole(report: QualityReport, evidence: str, store: SweepableStore) -> list[QualityCheck]:
    return whole(report, await References(store).read(AuditEvidence, evidence))


def _fields(status: CampaignStatus) -> Iterator[tuple[str, Any]]:
    return ((name, getattr(status, name)) for name in CampaignStatus.model_fields)
