"""Publishing where nothing has a key: once at most, and after a lost answer a person looks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import httpx2

from activities.http.answer import Answer
from activities.http.endpoint import Endpoint
from activities.http.failure import Failure, failure_before, failure_of
from activities.ports import Account
from activities.publish.http_publisher import HttpPublisher
from activities.publish.kind import Abilities, Can
from activities.publish.posts import Post, post_of
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublishOrder,
    Reconciliation,
    SettleOrder,
    as_prose,
)

_LONGEST_NAME: Final = 300
"""Characters that are kept of an account's name."""


@dataclass(frozen=True)
class Sent:
    """What a network says of a post that is out."""

    id: str
    url: str | None = None


@dataclass(frozen=True)
class Dialect:
    """How one network is told to post, and what it says then."""

    most_pictures: int
    request: Callable[[Post], httpx2.Request]
    """Makes the one call.

    Raises:
        PlatformRefused: No post of the network can be made of it.
    """
    sent: Callable[[Answer], Sent | None]
    """What an answer with the status 2xx proves; `None` when it proves nothing."""
    failure: Failure = failure_of
    """What any other answer proves, or one that proves nothing else."""
    question: Callable[[], httpx2.Request] | None = None
    """Asks as whom it posts; `None` where that cannot be asked."""
    account: Callable[[Answer], str | None] = lambda _: None
    """What the answer says; `None` when it says nothing of it."""


def one_way(*, account: Can, alt_text: Can) -> Abilities:
    """Return what a kind can whose publishers are such: the rest follows from there being no key.

    Args:
        account: Whether the network says as whom it is posted to.
        alt_text: Whether its posts describe their pictures.
    """
    return Abilities(
        account=account,
        find=Can.NO,
        retract=Can.NO,
        remember=Can.NO,
        several_pictures=Can.YES,
        link=Can.YES,
        alt_text=alt_text,
        threads=Can.NO,
    )


class OneWayPublisher(HttpPublisher):
    """Posts that cannot be asked for by a key, and are taken back by hand."""

    reconciliation = Reconciliation.NEITHER
    """Nobody but a person can find out what a lost call did."""

    def __init__(self, endpoint: Endpoint, dialect: Dialect, clock: Callable[[], datetime]) -> None:
        super().__init__(endpoint, clock)
        self._dialect = dialect

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Make the one call.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing is out.
            PlatformRefused: The network has not taken it.
            PlatformUnavailable: Nothing is out.
            AnswerLost: It was sent, and no answer says what became of it.
        """
        post = post_of(order, content, self._dialect.most_pictures)
        calls = self._endpoint.calls(order.channel)
        answer = await calls.order(lambda: self._dialect.request(post))
        said = f"{calls.named} answered {answer.words()}"
        if not answer.is_success:
            raise self._dialect.failure(answer, said, self._clock())
        sent = self._dialect.sent(answer)
        if sent is None:
            raise AnswerLost(f"{said}, which does not prove the publication.")
        return self._publication(order, sent.id, sent.url)

    async def account(self, channel: str) -> Account | None:
        """Ask as whom it posts; nobody is asked where the network would not say.

        Raises:
            PlatformRefused: The credentials are not accepted.
            PlatformUnavailable: There is no answer.
        """
        calls = self._endpoint.calls(channel)
        if self._dialect.question is None:
            return None
        answer = await calls.ask(self._dialect.question)
        said = f"{calls.named}, asked as whom it is spoken to, answered {answer.words()}"
        if not answer.is_success:
            raise failure_before(answer, said, self._clock())
        known = self._dialect.account(answer)
        if known is None:
            raise PlatformUnavailable(f"{said}.")
        return Account(name=as_prose(known, _LONGEST_NAME))

    async def find(self, order: SettleOrder) -> Publication | None:
        """Refuse to guess.

        Raises:
            OutcomeUnknowable: Always; a person has to look.
        """
        named = self._endpoint.calls(order.channel).named
        raise OutcomeUnknowable(f"{named} cannot be asked for a post by its key.")

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Refuse to pretend.

        Raises:
            PlatformRefused: Always; a person takes it back.
        """
        named = self._endpoint.calls(order.channel).named
        raise PlatformRefused(f"{named} knows nothing by its key: delete the post by hand.")
