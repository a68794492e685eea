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
    Account,
    HasAccount,
    Publisher,
    Publishers,
    Quota,
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
    MayAnswerAtOnce,
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
from activities.ports.workers import (
    KnownWorker,
    WorkerRegister,
)

__all__ = [
    "Account",
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
    "KnownWorker",
    "Learner",
    "Ledger",
    "Limit",
    "MayAnswerAtOnce",
    "Memory",
    "OpenCampaigns",
    "Opened",
    "Publisher",
    "Publishers",
    "Quota",
    "RadarProvider",
    "Reach",
    "RecipientLedger",
    "StepLedger",
    "StepStatus",
    "Stops",
    "StrategyProvider",
    "Taken",
    "TenantPolicies",
    "WorkerRegister",
]
