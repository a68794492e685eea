"""The wire names: what clients, workers and other systems must spell alike."""

from enum import StrEnum
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from contracts.base import Place
from contracts.enums import CampaignState

WORKFLOW_TYPE: Final = "CampaignWorkflow"
TASK_QUEUE: Final = "campaigns"
COMPUTE_QUEUE: Final = "phoenix.compute"
"""Where content production and audits wait, when kinds of work have queues of their own."""
_PUBLISH_QUEUE: Final = "phoenix.publish."
SLOT_WORKFLOW_TYPE: Final = "SlotWorkflow"
SLOT_ID_PREFIX: Final = "slot-"
"""What stands before a schedule's name in the ids of its slots' workflows."""

QUERY_PAYLOAD: Final = "payload"
QUERY_STATUS: Final = "status"

MESSAGE_REVIEW: Final = "review"
MESSAGE_PAUSE: Final = "pause"
MESSAGE_RESUME: Final = "resume"
MESSAGE_RESOLVE_PUBLICATION: Final = "resolve_publication"
MESSAGE_RECORD_METRICS: Final = "record_metrics"
MESSAGE_CANCEL: Final = "cancel"
"""Says how a campaign is to be cancelled; Temporal's own cancellation follows it, without a word:
the reason of that one stands in clear text in the history, whatever a codec does to payloads.
As an update it changes the cancellation that is under way, or is refused when that is settled."""
SIGNAL_DUPLICATE: Final = "duplicate"

MEMO_NAME: Final = "name"
"""The name of the campaign, for lists."""
MEMO_RETRY_OF: Final = "retry_of"
"""The execution that this one is a retry of, for lists."""
MEMO_RAN_BEFORE: Final = "ran_before"
"""True when an earlier run of the execution was ended from outside, and this one goes on."""

ENCODING_ENCRYPTED: Final = "binary/encrypted"
"""What a payload says of itself that a codec has encrypted, Temporal's own samples as well as ours.
Whoever has the codec never sees it: a worker without it leaves the task to another one."""

ATTRIBUTE_TENANT: Final = "PhoenixTenant"
ATTRIBUTE_CAMPAIGN: Final = "PhoenixCampaign"
ATTRIBUTE_STATE: Final = "PhoenixState"
ATTRIBUTE_REASON: Final = "PhoenixReason"
ATTRIBUTE_CHANNELS: Final = "PhoenixChannels"
ATTRIBUTE_AWAITING_REVIEW: Final = "PhoenixAwaitingReview"


class LogAction(StrEnum):
    """What an entry of a campaign's log tells."""

    RECEIVED = "received"
    """The run has begun."""
    ADMITTED = "admitted"
    """The ledger and the tenant's policy let it run."""
    TURNED_AWAY = "turned_away"
    """Its tenant had as many open campaigns as it may, so nothing was done: the same start may be
    made again."""
    ANSWERED_FROM_LEDGER = "answered_from_ledger"
    """The execution had ended before; this run only says how."""
    STATE_CHANGED = "state_changed"
    """A row of the lifecycle's table was taken; `after` names the new state."""
    TRIED_AGAIN = "tried_again"
    """An attempt of a step failed, and another one is made."""
    ANSWER_PROMISED = "answer_promised"
    """A service is at work on a step, and is asked again."""
    SCANNED = "scanned"
    """The radar has answered."""
    COMPOSED = "composed"
    """There is a brief."""
    PRODUCED = "produced"
    """A revision's creatives are there."""
    AUDITED = "audited"
    """A revision's report is there."""
    GATE_DECIDED = "gate_decided"
    """The gate has decided."""
    SELF_REVISED = "self_revised"
    """The audit's findings went back to content production; `findings` says which."""
    REVIEWED = "reviewed"
    """A person has decided."""
    PAUSED = "paused"
    """No further stage begins."""
    RESUMED = "resumed"
    """It goes on."""
    PUBLICATION_KNOWN = "publication_known"
    """What became of a publication is proven; `place` and `status` say it."""
    METRICS_RECORDED = "metrics_recorded"
    """Metrics were handed in."""
    LEARNED = "learned"
    """There is a learning report."""
    DUPLICATE_SUPPRESSED = "duplicate_suppressed"
    """Another start of the same request was answered with this run."""
    SIGNAL_REFUSED = "signal_refused"
    """A signal could not be followed, and its sender cannot be told."""
    CANCELLATION_CHANGED = "cancellation_changed"
    """A later cancellation joined the one under way; `retract` says what that one asked for."""
    CANCELLED = "cancelled"
    """It was cancelled, and what it had sent is settled."""
    NOT_REMEMBERED = "not_remembered"
    """The ledger could not note how it ended."""


_RETRIES: Final = uuid5(NAMESPACE_URL, "https://phoenix.invalid/retries")

DEFAULT_TENANT: Final = uuid5(NAMESPACE_URL, "https://phoenix.invalid/tenants/default")
"""The tenant of a request that names none: one company, one tenant."""

WORKFLOW_ID_PREFIX: Final = "campaign-"
"""What stands before the execution id in the id of its workflow."""


def workflow_id(execution_id: UUID) -> str:
    """Return the only workflow id under which an execution may run."""
    return f"{WORKFLOW_ID_PREFIX}{execution_id}"


def retry_id(execution_id: UUID) -> UUID:
    """Return the only execution that may be the retry of another one: each has one at most."""
    return uuid5(_RETRIES, str(execution_id))


def execution_id_of(workflow: str) -> UUID | None:
    """Return the execution that a workflow id names, or `None` when it names none."""
    if not workflow.startswith(WORKFLOW_ID_PREFIX):
        return None
    try:
        return UUID(workflow.removeprefix(WORKFLOW_ID_PREFIX))
    except ValueError:
        return None


def publish_queue(channel: str) -> str:
    """Return where publications on a channel wait, when kinds of work have queues of their own."""
    return f"{_PUBLISH_QUEUE}{channel}"


def step_key(
    campaign_id: UUID, execution_id: UUID, state: CampaignState, place: Place | None = None
) -> str:
    """Return the idempotency key of a step: the same for every attempt, in any process."""
    key = f"campaign:{campaign_id}:exec:{execution_id}:step:{state}"
    return key if place is None else f"{key}:channel:{place.channel}:placement:{place.placement}"
