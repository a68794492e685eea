"""The retry of failed executions: it takes their steps over, and closes theirs for ever.

Rule 1: in one transaction with the first note of the retry, every place at which an execution of
the chain might still publish is closed under a new fencing token, so no late worker of theirs sends
anything beside the retry.
Rule 2: what is out, or may be, is taken over as it stands; only what provably is not is sent.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, literal, select, update

from activities.ledger.database import Database
from activities.ledger.publications import closed, places_of, proven
from activities.ledger.steps import TOKENS_OF_AN_EPOCH
from activities.ledger.tables import CONCLUSIONS, EXECUTIONS, IDENTITY, STEPS
from activities.ports import StepStatus
from contracts import (
    CampaignPayload,
    CampaignRequest,
    CampaignState,
    ContractInvalid,
    Place,
    PublicationStatus,
    PublishResult,
    Unreadable,
    read_kept,
    step_key,
)
from contracts.base import utc_now
from domain.retries import formers, why_not
from domain.signing import digest

_HOLDER: Final = "a retry of the campaign"
_FIRST: Final = 0
"""The revision that is taken over; a place is published in no other."""
_TAKEN_OVER: Final = {PublicationStatus.SENT, PublicationStatus.UNKNOWN}


@dataclass(frozen=True)
class _Left:
    """What an execution left at a place."""

    row: Any
    result: PublishResult

    @property
    def is_taken_over(self) -> bool:
        """Whether it is out, or may be."""
        return self.result.publication.status in _TAKEN_OVER


def take_over(
    database: Database, connection: Connection, request: CampaignRequest
) -> Sequence[str]:
    """Close the executions of which a request is the retry, and note what they did as its own.

    Doing it again changes nothing, and a request that is no retry takes nothing over.

    Returns:
        What is not done again: the last parts of the steps' keys.

    Raises:
        ContractInvalid: One of them is not known, is another campaign's or tenant's, has not
            failed, or had its content revised; or it is not known from what was made what is out.
        Unreadable: A worker of this release cannot read how one of them ended.
    """
    chain = list(formers(request))
    for former in chain:
        _check(connection, former)
    left: dict[Place, _Left] = {}
    for former in chain:
        left = _closed(database, connection, former) | left  # the youngest knows best
    made = _made_before(connection, request, chain)
    out = {
        key: left[place]
        for key, place in places_of(request).items()
        if place in left and left[place].is_taken_over
    }
    if out and len(made) < len(_made(request)):
        raise ContractInvalid(
            f"execution {request.execution_id} cannot go on: something of its campaign is out or "
            "may be, and the ledger does not know any more from what it was made."
        )
    for key, row in made.items():
        _copy(database, connection, row, {"step_key": key})
    for key, one in out.items():
        _copy(
            database,
            connection,
            one.row,
            {
                "step_key": key,
                "status": _status(one).value,
                "result": one.result.model_dump_json(),
            },
        )
    return [key.partition(":step:")[2] for key in [*made, *out]]


def _check(connection: Connection, former: CampaignRequest) -> None:
    execution = str(former.execution_id)
    known = connection.execute(
        select(EXECUTIONS.c.request_sha256).where(EXECUTIONS.c.execution_id == execution)
    ).scalar_one_or_none()
    if known is None:
        raise ContractInvalid(f"execution {execution} is not known to this ledger: no retry of it.")
    if known != digest(former):
        raise ContractInvalid(
            f"execution {execution} had a different request: its retry has the same one."
        )
    outcome = connection.execute(
        select(CONCLUSIONS.c.outcome)
        .where(CONCLUSIONS.c.execution_id == execution)
        .order_by(CONCLUSIONS.c.number.desc())
        .limit(1)
    ).scalar_one_or_none()
    if outcome is None:
        raise ContractInvalid(f"execution {execution} has not ended by itself: no retry of it.")
    try:
        ended = read_kept(CampaignPayload, outcome)
    except Unreadable as error:
        raise Unreadable(f"The outcome of execution {execution}: {error}.") from error
    if why := why_not(ended):
        raise ContractInvalid(f"execution {execution} {why}.")


def _made(request: CampaignRequest) -> list[str]:
    """Return the keys of the steps whose results a campaign is made of."""
    campaign, execution = request.campaign_id, request.execution_id
    once = (CampaignState.RADAR_SCAN, CampaignState.STRATEGY_GEN)
    return [
        *(step_key(campaign, execution, state) for state in once),
        *(
            step_key(campaign, execution, CampaignState.CONTENT_PROD, plan.place)
            for plan in request.channels
        ),
    ]


def _made_before(
    connection: Connection, request: CampaignRequest, chain: Sequence[CampaignRequest]
) -> Mapping[str, Any]:
    """Return the steps that the youngest execution to do them has done, by the retry's own keys."""
    found: dict[str, Any] = {}
    for former in reversed(chain):
        keys = dict(zip(_made(former), _made(request), strict=True))
        done = (
            select(STEPS)
            .where(STEPS.c.step_key.in_(keys), STEPS.c.revision == _FIRST)
            .where(STEPS.c.status == StepStatus.DONE.value)
            .order_by(STEPS.c.step_key)
        )
        found |= {keys[row.step_key]: row for row in connection.execute(done)}
    return found


def _closed(
    database: Database, connection: Connection, former: CampaignRequest
) -> dict[Place, _Left]:
    """Close every place of a failed execution, and return what it left where it had begun."""
    places = places_of(former)
    begun = {
        key: place for key, place in places.items() if not _shut(database, connection, key, place)
    }
    epoch = select(IDENTITY.c.epoch).scalar_subquery()
    # Whoever held a step has lost it by this, so a call that is not noted will not be made.
    rows = connection.execute(
        update(STEPS)
        .where(STEPS.c.step_key.in_(begun), STEPS.c.revision == _FIRST)
        .values(token=STEPS.c.token + 1, lease_until=database.now)
        .returning(
            *STEPS.c, (STEPS.c.epoch >= epoch).label("is_complete"), literal(0).label("is_held")
        )
    ).all()
    left = {begun[row.step_key]: _left(row, begun[row.step_key], former) for row in rows}
    for one in left.values():
        if one.row.result is None:
            connection.execute(
                update(STEPS)
                .where(STEPS.c.step_key == one.row.step_key, STEPS.c.revision == _FIRST)
                .values(status=_status(one).value, result=one.result.model_dump_json())
            )
    return left


def _shut(database: Database, connection: Connection, key: str, place: Place) -> bool:
    """Note that nothing is sent under a key where nobody has begun to; say whether nobody had."""
    nothing = PublishResult(publication=closed(place, utc_now()))
    new = {
        STEPS.c.step_key: literal(key),
        STEPS.c.revision: literal(_FIRST),
        STEPS.c.input_sha256: literal(""),
        STEPS.c.status: literal(StepStatus.DONE.value),
        STEPS.c.token: (IDENTITY.c.epoch - 1) * literal(TOKENS_OF_AN_EPOCH) + 1,
        STEPS.c.holder: literal(_HOLDER),
        STEPS.c.lease_until: database.now,
        STEPS.c.lease_seconds: literal(0.0),
        STEPS.c.epoch: IDENTITY.c.epoch,
        STEPS.c.result: literal(nothing.model_dump_json()),
        STEPS.c.changed_at: database.now,
    }
    noting = database.insert(STEPS, new).on_conflict_do_nothing(
        index_elements=["step_key", "revision"]
    )
    return connection.execute(noting.returning(STEPS.c.step_key)).one_or_none() is not None


def _left(row: Any, place: Place, former: CampaignRequest) -> _Left:
    by = former.execution_id
    with suppress(Unreadable):
        by = read_kept(PublishResult, row.result or "").by or by
    return _Left(row, PublishResult(publication=proven(row, place), by=by))


def _status(left: _Left) -> StepStatus:
    return StepStatus.DONE if left.result.is_settled else StepStatus.UNKNOWN


def _copy(database: Database, connection: Connection, row: Any, own: Mapping[str, Any]) -> None:
    """Note a step as the retry's own, whatever ordered it, unless it is noted already."""
    changes = {"input_sha256": "", "holder": _HOLDER, **own}
    values = {column.name: getattr(row, column.name) for column in STEPS.c} | changes
    new = {column: literal(values[column.name], column.type) for column in STEPS.c}
    noting = database.insert(STEPS, new)
    connection.execute(noting.on_conflict_do_nothing(index_elements=["step_key", "revision"]))
