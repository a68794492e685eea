"""Publishing by Mastodon's API: pictures first, then one post that can be found again."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final, TypeVar

import httpx2
from pydantic import BaseModel

from activities.http.answer import Answer
from activities.http.endpoint import Calls, Endpoint
from activities.http.expiry import expiry_of
from activities.http.failure import (
    Failure,
    failure_before,
    failure_of,
    failure_to_retract,
    failure_to_tell,
)
from activities.http.quota import quota_of
from activities.ports import Account
from activities.publish.http_publisher import HttpPublisher
from activities.publish.keys import idempotency_key
from activities.publish.kind import PublisherTools
from activities.publish.mastodon.limits import refuse_beyond
from activities.publish.mastodon.marker import Focus
from activities.publish.mastodon.replies import (
    Instance,
    Media,
    Status,
    Statuses,
    Whose,
)
from activities.publish.mastodon.settings import MastodonSettings
from activities.publish.posts import Picture, post_of
from contracts import (
    AnswerLost,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    Reconciliation,
    SettleOrder,
    as_prose,
    web_address,
)

_ACCOUNT: Final = "/api/v1/accounts/verify_credentials"
_PAGE: Final = 40
"""Posts that a server shows at once; https://docs.joinmastodon.org/methods/accounts/#statuses."""
_MOST_PAGES: Final = 25
"""A thousand posts: an account that has more in `look_back_days` cannot be asked."""
_MOST_BYTES: Final = 4 * 1024 * 1024
_MOST_PICTURES: Final = 16
"""More than any server takes; how many this one takes, it says itself."""
_LONGEST_NAME: Final = 300
"""Characters that are kept of an account's name."""
_LOOK_AGAIN: Final = 0.2
"""Seconds until a picture that is worked on is asked for again."""

M = TypeVar("M", bound=BaseModel)


class MastodonPublisher(HttpPublisher):
    """One account.

    A server keeps an `Idempotency-Key` for an hour, which is not long enough to promise anything:
    a post whose answer was lost is looked for by its marker before it is sent again.
    """

    reconciliation = Reconciliation.QUERYABLE
    """It is asked for a post with the marker."""

    def __init__(self, settings: MastodonSettings, tools: PublisherTools) -> None:
        self._settings = settings
        self._token = tools.secrets[settings.token_env]
        known = [self._token.get_secret_value()]
        super().__init__(Endpoint(settings.url, settings.timeout_seconds, known), tools.clock)

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Send the pictures, and then the post.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing is out.
            PlatformRefused: The server does not take it, or would not mark it; nothing is out.
            PlatformUnavailable: Nothing is out.
            AnswerLost: The post was sent, and no answer says what became of it.
        """
        post = post_of(order, content, _MOST_PICTURES)
        calls = self._endpoint.calls(order.channel)
        instance = await self._asked(calls, "/api/v2/instance", Instance)
        limits = instance.configuration
        most = limits.statuses.max_media_attachments
        if len(post.pictures) > most:
            raise PlatformRefused(f"The server of {order.channel} takes {most} pictures in a post.")
        refuse_beyond(limits, post, order.channel)
        focus = Focus.of(order.step_key, self._settings.focus_x, self._settings.focus_y)
        media = [await self._sent(calls, picture, focus) for picture in post.pictures]
        said = {
            "status": post.text,
            "media_ids": media,
            "visibility": self._settings.visibility,
            "language": post.language,
        }
        key = {"idempotency-key": idempotency_key(order.step_key)}
        answer = await calls.order(
            lambda: self._request("POST", "/api/v1/statuses", json=said, headers=key)
        )
        told = f"{calls.named} answered {answer.words()}"
        if not answer.is_success:
            raise failure_of(answer, told, self._clock())
        status = answer.told(Status)
        if status is None:
            raise AnswerLost(f"{told}, which does not prove the publication.")
        return self._about(order, status)

    async def account(self, channel: str) -> Account:
        """Ask whose token it is.

        Mastodon's own tokens hold until they are revoked; those of other servers that speak its
        API, such as Pixelfed's, are JSON Web Tokens that say when they end.

        Raises:
            PlatformRefused: The token is not accepted.
            PlatformUnavailable: There is no answer.
        """
        calls = self._endpoint.calls(channel)
        answer = await calls.ask(lambda: self._request("GET", _ACCOUNT), _MOST_BYTES)
        return Account(
            name=as_prose(f"@{self._told(calls, answer, Whose).acct}", _LONGEST_NAME),
            expires=expiry_of(self._token.get_secret_value()),
            quota=quota_of(answer, self._clock()),
        )

    async def find(self, order: SettleOrder) -> Publication | None:
        """Look for the post with the order's marker among the account's latest.

        Raises:
            PlatformUnavailable: There is no answer.
            OutcomeUnknowable: The account has more posts than can be looked through.
        """
        status = await self._found(self._endpoint.calls(order.channel), order)
        return None if status is None else self._about(order, status)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Delete the post with the order's marker.

        Raises:
            PlatformUnavailable: The server has not done it.
            OutcomeUnknowable: The account has more posts than can be looked through.
            AnswerLost: It may have done it.
        """
        calls = self._endpoint.calls(order.channel)
        status = await self._found(calls, order)
        if status is None:
            return None
        answer = await calls.order(lambda: self._request("DELETE", f"/api/v1/statuses/{status.id}"))
        if not answer.is_success and answer.status != HTTPStatus.NOT_FOUND:
            said = f"{calls.named}, asked to delete {status.id}, answered {answer.words()}"
            raise failure_to_retract(answer, said, self._clock())
        return self._about(order, status, PublicationStatus.RETRACTED)

    async def _sent(self, calls: Calls, picture: Picture, focus: Focus) -> str:
        """Send a picture, wait until it was worked on, and return the server's id of it."""
        form = {"focus": str(focus), "description": picture.asset.alt_text or ""}
        file = (picture.file_name, picture.data, picture.asset.media_type)
        answer = await calls.ask(
            lambda: self._request("POST", "/api/v2/media", data=form, files={"file": file})
        )
        media = self._told(calls, answer, Media)
        while media.url is None:
            await asyncio.sleep(_LOOK_AGAIN)
            media = await self._asked(calls, f"/api/v1/media/{media.id}", Media)
        if not media.is_marked(focus):
            raise PlatformRefused(
                f"{calls.named} does not keep the focus of pictures, by which a post is found "
                "again: it was not published."
            )
        return media.id

    async def _found(self, calls: Calls, order: SettleOrder) -> Status | None:
        account = await self._asked(calls, _ACCOUNT, Whose, failure_to_tell)
        marker = Focus.of(order.step_key, self._settings.focus_x, self._settings.focus_y)
        oldest = self._clock() - timedelta(days=self._settings.look_back_days)
        place = f"/api/v1/accounts/{account.id}/statuses?limit={_PAGE}&exclude_reblogs=true"
        before = ""
        for _ in range(_MOST_PAGES):
            page = (await self._asked(calls, place + before, Statuses, failure_to_tell)).root
            for status in page:
                if any(media.is_marked(marker) for media in status.media_attachments):
                    return status
            if not page or _is_before(page[-1].created_at, oldest):
                return None
            before = f"&max_id={page[-1].id}"
        raise OutcomeUnknowable(
            f"{calls.named} has more posts of the account since {oldest:%Y-%m-%d} than are looked "
            "through."
        )

    async def _asked(
        self, calls: Calls, path: str, model: type[M], failure: Failure = failure_before
    ) -> M:
        answer = await calls.ask(lambda: self._request("GET", path), _MOST_BYTES)
        return self._told(calls, answer, model, failure)

    def _told(
        self, calls: Calls, answer: Answer, model: type[M], failure: Failure = failure_before
    ) -> M:
        said = f"{calls.named} answered {answer.words()}"
        if not answer.is_success:
            raise failure(answer, said, self._clock())
        told = answer.told(model)
        if told is None:
            raise PlatformUnavailable(f"{said}, which is no {model.__name__}.")
        return told

    def _request(self, method: str, path: str, **content: Any) -> httpx2.Request:
        headers = {"authorization": f"Bearer {self._token.get_secret_value()}"}
        headers |= content.pop("headers", {})
        return httpx2.Request(method, f"{self._settings.url}{path}", headers=headers, **content)

    def _about(
        self,
        order: PublishOrder | SettleOrder,
        status: Status,
        state: PublicationStatus = PublicationStatus.SENT,
    ) -> Publication:
        page = status.url if web_address(status.url) else None
        return self._publication(order, status.id, page, state)


def _is_before(moment: datetime, other: datetime) -> bool:
    # A server that leaves the offset out means UTC.
    return moment.replace(tzinfo=moment.tzinfo or other.tzinfo) < other
