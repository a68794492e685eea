"""Which publisher serves which channel."""

from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass

from activities.ports import Publisher


@dataclass(frozen=True)
class Route:
    """A publisher, and the name of its kind."""

    kind: str
    publisher: Publisher


class ChannelPublishers:
    """One publisher for every channel that is named, and one for all others."""

    def __init__(self, default: Route, by_channel: Mapping[str, Route]) -> None:
        self._default = default
        self._by_channel = dict(by_channel)

    def route_of(self, channel: str) -> Route:
        """Return how a channel is reached."""
        return self._by_channel.get(channel, self._default)

    def of(self, channel: str) -> Publisher:
        """Return the publisher of a channel."""
        return self.route_of(channel).publisher

    async def close(self) -> None:
        """Close every publisher once, the others too when one cannot be closed."""
        routes = (self._default, *self._by_channel.values())
        publishers = {id(route.publisher): route.publisher for route in routes}
        async with AsyncExitStack() as stack:
            for publisher in publishers.values():
                stack.push_async_callback(publisher.close)
