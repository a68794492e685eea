"""The activities with fakes at their ports, run as a worker runs them."""

from collections.abc import Callable, Mapping
from typing import Any

from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from activities.interceptor import StageInterceptor
from activities.stages import Stages
from contracts import (
    AuditOrder,
    AuditResult,
    CampaignState,
    ContentOrder,
    ContentResult,
    PublishOrder,
    QualityReport,
    StrategyOrder,
    StrategyResult,
    step_key,
)
from domain.signing import canonical, sign, trusted
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT, request
from tests.support.fakes import (
    KEY,
    FakeLedger,
    FakePlatform,
    FakePolicies,
    FakeProviders,
    FakeStore,
    Faults,
)


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
        self.ledger = FakeLedger(self.faults)
        self.policies = FakePolicies()
        self.providers = FakeProviders(self.faults, self.store)
        self.platform = FakePlatform(self.faults)
        self.env = ActivityEnvironment()
        self.stages = Stages(
            ledger=self.ledger,
            policies=self.policies,
            store=self.store,
            radar=self.providers,
            strategy=self.providers,
            content=self.providers,
            auditor=self.providers,
            publishers=self.platform,
            learner=self.providers,
            clock=lambda: MOMENT,
        )
        self.offered: Mapping[str, Callable[..., Any]] = {
            offered.__name__: offered for offered in self.stages.activities
        }

    async def run(self, name: str, order: Any) -> Any:
        """Run one activity behind the interceptor; what it raises is what the activity raised."""
        inbound = StageInterceptor(self.ledger.steps, "test").intercept_activity(_Activity())
        called = ExecuteActivityInput(
            fn=self.offered[name], args=[order], executor=None, headers={}
        )

        async def attempted() -> Any:
            return await inbound.execute_activity(called)

        try:
            return await self.env.run(attempted)
        except ApplicationError as error:
            raise error.__cause__ or error from None

    async def audited(self) -> PublishOrder:
        """Go through the stages before publication; return the order to publish on X."""
        brief: StrategyResult = await self.run(
            "compose_strategy", StrategyOrder(**stage("STRATEGY_GEN"), request=request("x"))
        )
        content: ContentResult = await self.run("produce_content", content_order(brief))
        audit: AuditResult = await self.run("audit_quality", audit_order(brief, content))
        return PublishOrder(
            **stage("PUBLISH", "x"),
            channel="x",
            placement="post",
            assets=content.assets,
            brief=brief.artifact,
            report=audit.artifact,
            trusted_auditors=[trusted(KEY.public_key())],
        )

    async def restored(self, order: PublishOrder, **changes: Any) -> PublishOrder:
        """Return the order with its report altered, signed and stored anew."""
        stored = read_report(await self.store.get(order.report.sha256))
        again = sign(stored.model_copy(update=changes), KEY)
        reference = await self.store.put(canonical(again), "application/json")
        return order.model_copy(update={"report": reference})


def read_report(data: bytes) -> QualityReport:
    """Return a stored report."""
    return QualityReport.model_validate_json(data)


def stage(state: str, channel: str | None = None) -> dict[str, Any]:
    """Return what all orders have in common."""
    return {
        "step_key": step_key(CAMPAIGN, EXECUTION, CampaignState(state), channel),
        "campaign_id": CAMPAIGN,
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
    }


def content_order(brief: StrategyResult) -> ContentOrder:
    """Return the order to make the creative for X."""
    asked = request("x")
    return ContentOrder(
        **stage("CONTENT_PROD", "x"),
        channel="x",
        placement="post",
        language=asked.language,
        product=asked.product,
        call_to_action=asked.call_to_action,
        brand=asked.brand,
        landing_url=asked.landing_url,
        brief=brief.brief,
    )


def audit_order(brief: StrategyResult, content: ContentResult) -> AuditOrder:
    """Return the order to audit what was made."""
    asked = request("x")
    return AuditOrder(
        **stage("QUALITY_AUDIT"),
        assets=content.assets,
        brief=brief.brief,
        brief_artifact=brief.artifact,
        language=asked.language,
        brand=asked.brand,
        landing_url=asked.landing_url,
    )
