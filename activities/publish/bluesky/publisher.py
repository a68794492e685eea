"""Publishing by the AT Protocol: one record under a key of our own, made only where there is none.

A personal data server was asked what it does: `putRecord` with `swapRecord: null` makes a record,
leaves an equal one as it is, and answers `InvalidSwap` where another one has the key.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, urlencode

from activities.http.endpoint import Calls, Endpoint
from activities.http.failure import (
    Failure,
    failure_before,
    failure_of,
    failure_to_retract,
    failure_to_tell,
)
from activities.ports import Account
from activities.publish.bluesky.record import COLLECTION, MOST_PICTURES, record_key, record_of
from activities.publish.bluesky.replies import Record, Tokens, Uploaded
from activities.publish.bluesky.session import Session, fault_in
from activities.publish.bluesky.settings import BlueskySettings
from activities.publish.http_publisher import HttpPublisher
from activities.publish.kind import PublisherTools
from activities.publish.posts import Picture, Post, post_of
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    Reconciliation,
    SettleOrder,
    as_prose,
)

_NONE_THERE: Final = "RecordNotFound"
_ANOTHER_THERE: Final = "InvalidSwap"
_LONGEST_NAME: Final = 300
"""Characters that are kept of an account's name."""
_PAGE: Final = "https://bsky.app/profile/{did}/post/{key}"


class BlueskyPublisher(HttpPublisher):
    """One account."""

    reconciliation = Reconciliation.KEYED
    """There is one record under a key, however often it is put there."""

    def __init__(self, settings: BlueskySettings, tools: PublisherTools) -> None:
        self._settings = settings
        secret = tools.secrets[settings.password_env]
        known = [secret.get_secret_value()]
        super().__init__(Endpoint(settings.url, settings.timeout_seconds, known), tools.clock)
        self._session = Session(settings, secret.get_secret_value, tools.clock)

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Send the pictures, and then the record, unless it is there.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing is out.
            PlatformRefused: The server does not take it; nothing is out.
            PlatformUnavailable: Nothing is out.
            AnswerLost: The record was sent, and no answer says what became of it.
            OutcomeUnknowable: Another record is out under the key.
        """
        post = post_of(order, content, MOST_PICTURES)
        calls = self._endpoint.calls(order.channel)
        found = await self._found(calls, order, failure_before)
        if found is not None:
            return self._known(order, post, found)
        blobs = [await self._sent(calls, picture) for picture in post.pictures]
        record = record_of(post, blobs, self._clock(), as_card=self._settings.card)

        def put(tokens: Tokens) -> object:
            return _place(tokens, order) | {"record": record, "swapRecord": None}

        answer = await self._session.call(
            calls,
            failure_before,
            lambda tokens: self._session.request(
                "POST", "com.atproto.repo.putRecord", tokens.access, json=put(tokens)
            ),
            is_order=True,
        )
        said = f"{calls.named} answered {answer.words()}"
        if fault_in(answer) == _ANOTHER_THERE:
            raise AnswerLost(f"{said}: another call has just put it there.")
        if not answer.is_success:
            raise failure_of(answer, said, self._clock())
        made = answer.told(Record)
        if made is None:
            raise AnswerLost(f"{said}, which does not prove the publication.")
        return self._about(order, made)

    async def account(self, channel: str) -> Account:
        """Ask whose session it is, which proves the app password anew.

        An app password holds until it is revoked: when its session ends says nothing of it.

        Raises:
            PlatformRefused: The app password is not accepted.
            PlatformUnavailable: There is no answer.
        """
        proved = await self._session.prove(self._endpoint.calls(channel), failure_before)
        return Account(
            name=as_prose(f"{self._settings.handle} ({proved.tokens.did})", _LONGEST_NAME),
            quota=proved.quota,
        )

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return the record under the order's key.

        Raises:
            PlatformUnavailable: There is no answer.
        """
        found = await self._found(self._endpoint.calls(order.channel), order, failure_to_tell)
        return None if found is None else self._about(order, found)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Delete the record under the order's key; likes and replies to it stay where they are.

        Raises:
            PlatformUnavailable: The server has not done it.
            AnswerLost: It may have done it.
        """
        calls = self._endpoint.calls(order.channel)
        found = await self._found(calls, order, failure_to_tell)
        if found is None:
            return None
        answer = await self._session.call(
            calls,
            failure_to_tell,
            lambda tokens: self._session.request(
                "POST",
                "com.atproto.repo.deleteRecord",
                tokens.access,
                json=_place(tokens, order),
            ),
            is_order=True,
        )
        if not answer.is_success:
            said = f"{calls.named}, asked to delete {found.uri}, answered {answer.words()}"
            raise failure_to_retract(answer, said, self._clock())
        return self._about(order, found, PublicationStatus.RETRACTED)

    async def _found(
        self, calls: Calls, order: PublishOrder | SettleOrder, failure: Failure
    ) -> Record | None:
        answer = await self._session.call(
            calls,
            failure,
            lambda tokens: self._session.request(
                "GET",
                f"com.atproto.repo.getRecord?{urlencode(_place(tokens, order))}",
                tokens.access,
            ),
        )
        if fault_in(answer) == _NONE_THERE:
            return None
        said = f"{calls.named} answered {answer.words()}"
        if not answer.is_success:
            raise failure(answer, said, self._clock())
        record = answer.told(Record)
        if record is None:
            raise PlatformUnavailable(f"{said}, which is no record.")
        return record

    async def _sent(self, calls: Calls, picture: Picture) -> object:
        answer = await self._session.call(
            calls,
            failure_before,
            lambda tokens: self._session.request(
                "POST",
                "com.atproto.repo.uploadBlob",
                tokens.access,
                content=picture.data,
                headers={"content-type": picture.asset.media_type},
            ),
        )
        said = f"{calls.named} answered {answer.words()}"
        if not answer.is_success:
            raise failure_before(answer, said, self._clock())
        uploaded = answer.told(Uploaded)
        if uploaded is None:
            raise PlatformUnavailable(f"{said}, which is no picture.")
        return uploaded.blob

    def _known(self, order: PublishOrder, post: Post, found: Record) -> Publication:
        if found.value.get("text") != post.text:
            raise OutcomeUnknowable(f"{found.uri} is there already, and says something else.")
        return self._about(order, found)

    def _about(
        self,
        order: PublishOrder | SettleOrder,
        record: Record,
        status: PublicationStatus = PublicationStatus.SENT,
    ) -> Publication:
        did = record.uri.removeprefix("at://").partition("/")[0]
        page = _PAGE.format(did=quote(did, safe=":"), key=record_key(order.step_key))
        is_out = status is PublicationStatus.SENT
        return self._publication(order, record.uri, page if is_out else None, status)


def _place(tokens: Tokens, order: PublishOrder | SettleOrder) -> dict[str, object]:
    """Return where the record of an order is."""
    key = record_key(order.step_key)
    return {"repo": tokens.did, "collection": COLLECTION, "rkey": key}
