"""The activity of CONTENT_PROD."""

from temporalio import activity

from activities.authorization import check_caller
from activities.metering import metered
from activities.ports import ArtifactStores, ContentProvider
from activities.references import References
from contracts import (
    CampaignRequest,
    ContentInput,
    ContentResult,
    Foresight,
    ForesightInput,
    StrategyBrief,
    VisualAsset,
    as_prose,
)
from domain.orders import content_order


class ContentActivities:
    """Has copy and creatives made, place by place."""

    def __init__(self, provider: ContentProvider, stores: ArtifactStores) -> None:
        self._provider = provider
        self._stores = stores

    @activity.defn
    async def produce_content(self, given: ContentInput) -> ContentResult:
        """Make the assets of one place, and store what describes them.

        A second run makes them again; bytes that are already stored are not stored twice.
        """
        references = References(self._stores.of(given.tenant_id))
        request = await references.read(CampaignRequest, given.request)
        brief = await references.read(StrategyBrief, given.brief)
        with metered() as meter:
            assets = await self._provider.produce(content_order(given, request, brief))
        for asset in assets:
            await references.keep(asset)
        return ContentResult(assets=assets, usage=meter.usage)

    @activity.defn
    async def foresee_content(self, given: ForesightInput) -> Foresight:
        """Say whether what a reviewer asks for would change anything.

        A second run asks the provider again, which changes nothing.

        Raises:
            ContractInvalid: Something else than the execution's own run calls.
        """
        first = given.contents[0]
        check_caller(first.execution_id)
        references = References(self._stores.of(first.tenant_id))
        request = await references.read(CampaignRequest, first.request)
        brief = await references.read(StrategyBrief, first.brief)
        present = [await references.read(VisualAsset, sha256) for sha256 in given.assets]
        reasons: list[str] = []
        for content in given.contents:
            there = [asset for asset in present if asset.place == content.place]
            why = await self._provider.why_idle(content_order(content, request, brief), there)
            if why is None:
                return Foresight()
            reasons.append(why)
        return Foresight(why_idle=as_prose("; ".join(dict.fromkeys(reasons))))
