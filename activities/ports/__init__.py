"""What the activities need from the outside world, in the campaign's own words."""

from activities.ports.compute import (
    Compute,
    Limit,
)
from activities.ports.ledger import (
    Claim,
    Claimed,
    ExecutionLedger,
    Finished,
    Ledger,
    Opened,
    Reach,
    StepLedger,
    StepStatus,
    Taken,
)
from activities.ports.publishing import (
    Publisher,
    Publishers,
)
from activities.ports.stages import (
    Auditor,
    ContentProvider,
    Learner,
    RadarProvider,
    StrategyProvider,
    TenantPolicies,
)
from activities.ports.stops import (
    Stops,
)
from activities.ports.store import (
    ArtifactStore,
    ArtifactStores,
)

__all__ = [
    "ArtifactStore",
    "ArtifactStores",
    "Auditor",
    "Claim",
    "Claimed",
    "Compute",
    "ContentProvider",
    "ExecutionLedger",
    "Finished",
    "Learner",
    "Ledger",
    "Limit",
    "Opened",
    "Publisher",
    "Publishers",
    "RadarProvider",
    "Reach",
    "StepLedger",
    "StepStatus",
    "Stops",
    "StrategyProvider",
    "Taken",
    "TenantPolicies",
]
