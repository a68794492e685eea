"""Ways to the public, and which of them serves which channel."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol, runtime_checkable

from contracts import Publication, PublishOrder, Reconciliation, SettleOrder


class Publisher(Protocol):
    """A way to the public through one channel."""

    @property
    def reconciliation(self) -> Reconciliation:
        """How the channel helps after a lost answer. It must not claim more than holds."""
        ...

    @property
    def call_timeout(self) -> timedelta:
        """The longest that one call takes: after it, nothing of the call reaches the channel."""
        ...

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Make one call that publishes under `order.step_key`.

        What the public sees is taken from `order.assets` alone: nothing else was audited.

        Args:
            order: What to publish, already verified against its audit.
            content: The bytes of every asset, by SHA-256, and of the report's canonical form.

        Raises:
            PlatformRefused: The channel has taken nothing, and will not take this content.
            PlatformUnavailable: This call has put nothing out; a later one may.
            AnswerLost: This call may have put it out.
            OutcomeUnknowable: The channel has other content under this key.
        """
        ...

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return what the channel has under `order.step_key`, or `None` when it has nothing.

        Raises:
            PlatformUnavailable: The channel gives no answer for the moment.
            OutcomeUnknowable: The channel cannot be asked.
        """
        ...

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Take back what the channel has under `order.step_key`; twice is the same as once.

        Returns `None` when there was nothing to take back.

        Raises:
            PlatformRefused: The channel does not take anything back.
            PlatformUnavailable: The channel gives no answer for the moment, or refuses.
            AnswerLost: This call may have taken it back.
            OutcomeUnknowable: The channel cannot say whether there is anything to take back.
        """
        ...

    async def close(self) -> None:
        """Give back what it holds open."""
        ...


@runtime_checkable
class HasAccount(Protocol):
    """A publisher that can be asked, without any effect, as whom it publishes."""

    async def account(self, channel: str) -> str | None:
        """Return as whom the channel knows it, as people say it; `None` where it tells nobody.

        Raises:
            PlatformRefused: Its credentials are not accepted.
            PlatformUnavailable: There is no answer.
        """
        ...


class Publishers(Protocol):
    """Which publisher serves which channel."""

    def of(self, channel: str) -> Publisher:
        """Return the publisher of a channel."""
        ...

    async def close(self) -> None:
        """Give back what the publishers hold open."""
        ...
