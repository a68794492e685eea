"""What the activities need from the outside world, in the campaign's own words."""

from activities.ports.compute import (
    Compute,
    Limit,
)
from activities.ports.ledger import (
    ExecutionLedger,
    Ledger,
    Opened,
)
from activities.ports.memory import (
    Memory,
)
from activities.ports.publishing import (
    HasAccount,
    Publisher,
    Publishers,
)
from activities.ports.recipients import (
    Deliveries,
    Delivery,
    RecipientLedger,
)
from activities.ports.stages import (
    Auditor,
    ContentProvider,
    Learner,
    OpenCampaigns,
    RadarProvider,
    StrategyProvider,
    TenantPolicies,
)
from activities.ports.step_ledger import (
    Claim,
    Claimed,
    Finished,
    Reach,
    StepLedger,
    StepStatus,
    Taken,
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
    "Deliveries",
    "Delivery",
    "ExecutionLedger",
    "Finished",
    "HasAccount",
    "Learner",
    "Ledger",
    "Limit",
    "Memory",
    "OpenCampaigns",
    "Opened",
    "Publisher",
    "Publishers",
    "RadarProvider",
    "Reach",
    "RecipientLedger",
    "StepLedger",
    "StepStatus",
    "Stops",
    "StrategyProvider",
    "Taken",
    "TenantPolicies",
]
