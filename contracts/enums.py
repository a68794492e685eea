"""The closed sets of words that Phoenix and its callers share."""

from enum import StrEnum


class CampaignState(StrEnum):
    """Where a campaign stands in its life."""

    IDLE = "IDLE"
    RADAR_SCAN = "RADAR_SCAN"
    STRATEGY_GEN = "STRATEGY_GEN"
    CONTENT_PROD = "CONTENT_PROD"
    QUALITY_AUDIT = "QUALITY_AUDIT"
    PUBLISH = "PUBLISH"
    LEARN = "LEARN"
    FAILED = "FAILED"


class QualityVerdict(StrEnum):
    """What an auditor says of one check, or of the whole."""

    PASS = "PASS"  # noqa: S105 - a verdict, not a password
    FAIL = "FAIL"
    WARN = "WARN"


class Severity(StrEnum):
    """What a check that did not pass means for publication."""

    CRITICAL = "CRITICAL"
    """Blocks publication."""
    HIGH = "HIGH"
    """Needs human review."""
    MEDIUM = "MEDIUM"
    LOW = "LOW"


class FailureReason(StrEnum):
    """Why a campaign ended as `FAILED`."""

    POLICY_VIOLATION = "FAILED_POLICY"
    QUALITY_CHECK_FAILED = "FAILED_QUALITY"
    CONTRACT_INVALID = "FAILED_CONTRACT"
    PLATFORM_ERROR = "FAILED_PLATFORM"
    TIMEOUT = "FAILED_TIMEOUT"


class Language(StrEnum):
    """The language of a campaign's copy (BCP 47)."""

    SPANISH = "es"
    ENGLISH = "en"


class GateOutcome(StrEnum):
    """What the quality gate decides."""

    PUBLISH = "publish"
    REVIEW = "review"
    BLOCK = "block"


class ReviewAction(StrEnum):
    """What a reviewer decides."""

    APPROVE = "approve"
    REJECT = "reject"
    REQUEST_CHANGES = "request_changes"


class ReviewMode(StrEnum):
    """When a person has to agree before anything is published."""

    WHEN_NEEDED = "when_needed"
    """Only when the quality gate asks for it."""
    ALWAYS = "always"


class PublicationStatus(StrEnum):
    """What is proven about one channel's publication."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    """It is certain that nothing went out."""
    UNDER_WAY = "under_way"
    """Publishing has begun, and what came of it is not known yet."""
    UNKNOWN = "unknown"
    """It may or may not be out: only a person can settle it."""
    RETRACTED = "retracted"
    """It was sent and has been taken back."""


class Reconciliation(StrEnum):
    """How a channel helps to find out what became of a call whose answer was lost."""

    KEYED = "keyed"
    """It honors an idempotency key: the same call again has no second effect."""
    QUERYABLE = "queryable"
    """It can be asked what it has under a key."""
    NEITHER = "neither"
    """Only a person can look."""


class ChannelFailurePolicy(StrEnum):
    """What becomes of a campaign when one of its channels fails for good."""

    FAIL = "fail"
    """End as `FAILED_PLATFORM`, with the truth per channel."""
    CONTINUE = "continue"
    """Go on with the channels that were published, if there are any."""
    RETRACT = "retract"
    """Take back what was published, then end as `FAILED_PLATFORM`."""


class Charge(StrEnum):
    """What an attempt that came to nothing is charged to."""

    RETRY = "retry"
    """The stage reported it: it uses one of the retries that an execution has."""
    RESTART = "restart"
    """The worker was lost or could not read it: so many restarts are allowed, and no retry is used.
    """
    NOTHING = "nothing"
    """It cannot be done before somebody mends what it stands on: it is waited for."""


class WaitingFor(StrEnum):
    """What a running campaign waits for."""

    STAGE = "stage"
    """A stage is at work."""
    ATTEMPT = "attempt"
    """Work that did not succeed is tried again at a given time."""
    REVIEW = "review"
    RESUME = "resume"
    PUBLISHING_TIME = "publishing_time"
    RESOLUTION = "resolution"
    """A person has to say whether a publication is out."""
    METRICS = "metrics"


class RuleKind(StrEnum):
    """How a rule of the brief is enforced."""

    COLOR = "color"
    """Named hues must not appear."""
    COLOR_HEX = "color_hex"
    """Exact colours must not appear."""
    TOPIC = "topic"
    """No word of a topic's lexicon may appear."""
    TERMS = "terms"
    """These words or phrases must not appear."""
    FEATURE = "feature"
    """A trait of the copy, such as emoji or capitals, must not appear."""
    TONE = "tone"
    """A tone that is measured."""
    CONSTRAINT = "constraint"
    """A platform limit that replaces the channel's own."""
    UNENFORCEABLE = "unenforceable"
    """No check can judge it; a person has to."""
