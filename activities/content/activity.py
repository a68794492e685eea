"""The activity of CONTENT_PROD."""

from temporalio import activity

from activities.ports import ContentProvider
from contracts import ContentOrder, ContentResult


class ContentActivities:
    """Has copy and creatives made, channel by channel."""

    def __init__(self, provider: ContentProvider) -> None:
        self._provider = provider

    @activity.defn
    async def produce_content(self, order: ContentOrder) -> ContentResult:
        """Make the assets of one channel.

        A second run makes them again; bytes that are already stored are not stored twice.
        """
        return ContentResult(assets=await self._provider.produce(order))
