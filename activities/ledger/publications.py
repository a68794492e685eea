"""What the steps prove about a request's publications: no more, and no less."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, select

from activities.ledger.tables import IDENTITY, STEPS
from activities.ports import StepStatus
from contracts import (
    CampaignRequest,
    CampaignState,
    Place,
    Publication,
    PublicationStatus,
    PublishResult,
    Unreadable,
    read_kept,
    step_key,
)

_OF_EVERY_REVISION: Final = 0
"""An execution publishes once at a place, whichever revision of its content that is."""

NO_CALL: Final = "no call to the channel was made, or it refused"
_OPEN: Final = "a call to the channel began, and nobody has noted what came of it"
_BEING_CHANGED: Final = "it was out, and a call that changes it began whose outcome is not noted"
_HELD: Final = "a worker is at it, and may be about to call the channel"
_FORGOTTEN: Final = "the ledger was restored from a backup since, and may have forgotten a call"
_UNREADABLE: Final = "what the ledger has noted of it cannot be read"


def steps_of(request: CampaignRequest, now: ColumnElement[Any]) -> Select[Any]:
    """Return the question for the steps of a request's publications, as they stand now."""
    epoch = select(IDENTITY.c.epoch).scalar_subquery()
    return (
        select(
            *STEPS.c,
            (STEPS.c.epoch >= epoch).label("is_complete"),
            (STEPS.c.lease_until > now).label("is_held"),
        )
        .where(STEPS.c.step_key.in_(places_of(request)), STEPS.c.revision == _OF_EVERY_REVISION)
        .order_by(STEPS.c.step_key)
    )


def noted(request: CampaignRequest, steps: Iterable[Any]) -> tuple[Publication, ...]:
    """Return what the rows of these steps prove."""
    places = places_of(request)
    return tuple(proven(row, places[row.step_key]) for row in steps)


def places_of(request: CampaignRequest) -> dict[str, Place]:
    """Return the request's places by the keys of their steps."""
    campaign, execution = request.campaign_id, request.execution_id
    return {
        step_key(campaign, execution, CampaignState.PUBLISH, plan.place): plan.place
        for plan in request.channels
    }


def proven(row: Any, place: Place) -> Publication:
    """Return what the row of one step proves."""
    is_open = row.call_seconds is not None
    if row.result is not None and not (is_open and row.status == StepStatus.DONE):
        try:
            return read_kept(PublishResult, row.result).publication
        except Unreadable:
            status, why = PublicationStatus.UNKNOWN, _UNREADABLE
    elif is_open:
        status, why = PublicationStatus.UNKNOWN, _BEING_CHANGED if row.result else _OPEN
    elif row.is_held and row.status == StepStatus.CLAIMED:
        status, why = PublicationStatus.UNKNOWN, _HELD
    elif not row.is_complete:
        status, why = PublicationStatus.UNKNOWN, _FORGOTTEN
    else:
        status, why = PublicationStatus.NOT_SENT, NO_CALL
    return Publication(
        channel=place.channel,
        placement=place.placement,
        status=status,
        detail=why,
        at=datetime.fromtimestamp(row.changed_at, UTC),
    )


def closed(place: Place, at: datetime) -> Publication:
    """Return what is said of a place at which an execution sends nothing any more."""
    return Publication(
        channel=place.channel,
        placement=place.placement,
        status=PublicationStatus.NOT_SENT,
        detail=NO_CALL,
        at=at,
    )
