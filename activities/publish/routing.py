"""Which publisher serves which channel."""

from collections.abc import Mapping
from contextlib import AsyncExitStack

from activities.ports import Publisher


class ChannelPublishers:
    """One publisher for every channel that is named, and one for all others."""

    def __init__(self, default: Publisher, by_channel: Mapping[str, Publisher]) -> None:
        self._default = default
        self._by_channel = dict(by_channel)

    def of(self, channel: str) -> Publisher:
        """Return the publisher of a channel."""
        return self._by_channel.get(channel, self._default)

    async def close(self) -> None:
        """Close every publisher once, the others too when one cannot be closed."""
        publishers = {id(one): one for one in (self._default, *self._by_channel.values())}
        async with AsyncExitStack() as stack:
            for publisher in publishers.values():
                stack.push_async_callback(publisher.close)
