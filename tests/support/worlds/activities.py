"""The activities with fakes at their ports, run as a worker runs them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.compute import ThreadCompute
from activities.interceptor import StageInterceptor
from activities.references import References
from activities.stages import Stages
from contracts import (
    WORKFLOW_TYPE,
    AuditResult,
    ContentResult,
    PublishInput,
    QualityReport,
    RadarResult,
    StrategyResult,
    VisualAsset,
    workflow_id,
)
from domain.signing import sign
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, request
from tests.support.fakes import KEY, FakeOpenCampaigns, FakePolicies, FakeStore, FakeStores
from tests.support.fakes.faults import Faults
from tests.support.fakes.ledger import FakeLedger
from tests.support.fakes.platform import FakePlatform
from tests.support.fakes.providers import FakeProviders
from workflows.inputs import Inputs


class _Activity(ActivityInboundInterceptor):
    """The end of a chain of interceptors: the activity itself."""

    def __init__(self) -> None:
        """There is nothing behind it."""

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        """See base class."""
        return await input.fn(*input.args)


class World:
    """The activities with fakes at their ports, run as a worker runs them."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.store = FakeStore()
        self.stores = FakeStores({TENANT: self.store})
        self.ledger = FakeLedger(self.faults)
        self.policies = FakePolicies()
        self.open_campaigns = FakeOpenCampaigns()
        self.providers = FakeProviders(self.faults, self.stores)
        self.platform = FakePlatform(self.faults)
        self.now = MOMENT
        self.env = ActivityEnvironment()
        self.env.info = own_run(self.env.info)
        self.stages = Stages(
            ledger=self.ledger,
            policies=self.policies,
            stores=self.stores,
            radar=self.providers,
            strategy=self.providers,
            content=self.providers,
            auditor=self.providers,
            publishers=self.platform,
            learner=self.providers,
            clock=lambda: self.now,
            compute=ThreadCompute(),
            open_campaigns=self.open_campaigns,
        )
        self.offered: Mapping[str, Callable[..., Any]] = {
            offered.__name__: offered for offered in self.stages.activities
        }

    async def run(self, name: str, given: Any) -> Any:
        """Run one activity behind the interceptor; what it raises is what the activity raised."""
        inbound = StageInterceptor(self.ledger.steps, "test").intercept_activity(_Activity())
        called = ExecuteActivityInput(
            fn=self.offered[name], args=[given], executor=None, headers={}
        )

        async def attempted() -> Any:
            return await inbound.execute_activity(called)

        try:
            return await self.env.run(attempted)
        except ApplicationError as error:
            raise error.__cause__ or error from None

    async def audited(self, **changes: Any) -> PublishInput:
        """Go through the stages before publication; return what publishing on X is given."""
        asked = request("x", **changes)
        inputs = Inputs(asked)
        await self.references.keep(asked)
        policy = await self.references.keep(self.policies.policy)
        radar: RadarResult = await self.run("scan_radar", inputs.radar())
        strategy: StrategyResult = await self.run(
            "compose_strategy", inputs.strategy(radar.report.sha256)
        )
        brief = strategy.artifact.sha256
        plan = asked.channels[0]
        content: ContentResult = await self.run("produce_content", inputs.content(plan, brief))
        audit: AuditResult = await self.run(
            "audit_quality", inputs.audit(content.assets, brief, policy.sha256)
        )
        return inputs.publish(
            plan, content.assets, brief, policy.sha256, audit.artifact.sha256, None
        )

    @property
    def references(self) -> References:
        """What inputs refer to."""
        return References(self.store)

    async def asset_of(self, given: PublishInput) -> VisualAsset:
        """Return the asset that is to be published."""
        return await self.references.read(VisualAsset, given.assets[0])

    async def restored(self, given: PublishInput, **changes: Any) -> PublishInput:
        """Return the input with its report altered, signed and stored anew."""
        stored = await self.references.read(QualityReport, given.report)
        again = await self.references.keep(sign(stored.model_copy(update=changes), KEY))
        return given.model_copy(update={"report": again.sha256})


def own_run(info: activity.Info) -> activity.Info:
    """Return what an activity is told that the campaign's own run calls."""
    return replace(info, workflow_type=WORKFLOW_TYPE, workflow_id=workflow_id(EXECUTION))


def execution() -> dict[str, Any]:
    """Return what all inputs have in common."""
    return {"campaign_id": CAMPAIGN, "tenant_id": TENANT, "execution_id": EXECUTION}
