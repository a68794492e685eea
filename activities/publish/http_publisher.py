"""What every publisher has that speaks to one server over HTTP."""

from collections.abc import Callable
from datetime import datetime, timedelta

from activities.http.endpoint import Endpoint
from contracts import Publication, PublicationStatus, PublishOrder, SettleOrder


class HttpPublisher:
    """The server and the time; what is said to the server is each publisher's own."""

    def __init__(self, endpoint: Endpoint, clock: Callable[[], datetime]) -> None:
        self._endpoint = endpoint
        self._clock = clock

    @property
    def call_timeout(self) -> timedelta:
        """What the calls of one order may take in all, with the time to say what they came to."""
        return self._endpoint.call_timeout

    async def close(self) -> None:
        """Close what is open to the server."""
        await self._endpoint.close()

    def _publication(
        self,
        order: PublishOrder | SettleOrder,
        remote_id: str | None,
        url: str | None,
        status: PublicationStatus = PublicationStatus.SENT,
    ) -> Publication:
        """Return what has become of an order, as the server has just said."""
        return Publication(
            channel=order.channel,
            placement=order.placement,
            status=status,
            remote_id=remote_id,
            url=url,
            at=self._clock(),
        )
