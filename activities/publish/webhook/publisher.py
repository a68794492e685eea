"""Publishing through an HTTP endpoint of somebody else's, signed and under a key."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from activities.publish.webhook.answer import Answer, Receipt, without
from activities.publish.webhook.message import body_of, idempotency_key, signed_headers
from activities.publish.webhook.settings import WebhookSettings
from contracts import (
    AnswerLost,
    CampaignError,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    Reconciliation,
    SettleOrder,
)

_CONNECTED: Final = "connect_tcp.complete"
_REQUEST_BEGINS: Final = "send_request_headers.started"
"""How httpcore2 names the moment before the first byte of a request is written."""

_DISCARD_ON_CLOSE: Final = (socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
"""Closing drops what the kernel has not delivered: it would arrive after the call has ended."""

_HEADERS: Final = {
    "accept": "*/*",
    "accept-encoding": "identity",
    # A connection that the platform has closed in the meantime would turn a call that was never
    # made into a lost answer, so every call has its own.
    "connection": "close",
    "user-agent": "Phoenix",
}

_NOT_OFFERED: Final = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}
_UNTOLD: Final = {
    HTTPStatus.FOUND,
    HTTPStatus.SEE_OTHER,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
}
"""Answers below 500 that leave open what became of a request.

409 says that one is under way; 302 and 303 also lead from what was done to a page about it.
"""


class _Watch:
    """What is known of one call while it goes on; httpcore2 tells it every step."""

    def __init__(self) -> None:
        self.began = False
        self._close: Callable[[], Awaitable[None]] | None = None

    async def __call__(self, event: str, info: Mapping[str, Any]) -> None:
        """Take note of a step."""
        if event.endswith(_CONNECTED):
            self._close = info["return_value"].aclose
        self.began = self.began or event.endswith(_REQUEST_BEGINS)

    async def close(self) -> None:
        """Close the connection, which httpcore2 forgets when a handshake is cut short."""
        if self._close is not None:
            await self._close()


class WebhookPublisher:
    """One endpoint that is posted to; `docs/channels.md` says what it is sent and may answer.

    A redirect is never followed, and a proxy of the environment never used: what is signed for
    one host reaches no other.
    """

    def __init__(self, settings: WebhookSettings, clock: Callable[[], datetime]) -> None:
        self._settings = settings
        self._clock = clock
        parts = urlsplit(settings.url)
        self._host = parts.netloc
        # A client of httpx2 would log the whole address of every call, which may hold a token.
        self._transport = httpx2.AsyncHTTPTransport(
            # Certificates take 50 ms to load, and a redirect to https is not followed.
            verify=parts.scheme == "https",
            trust_env=False,
            socket_options=[_DISCARD_ON_CLOSE],
        )

    @property
    def reconciliation(self) -> Reconciliation:
        """What the settings say that the platform promises."""
        return self._settings.reconciliation

    @property
    def call_timeout(self) -> timedelta:
        """What a call may take, and a second for it to say what it knows at its end."""
        return timedelta(seconds=self._settings.timeout_seconds + 1)

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Post the order once.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing is out.
            PlatformRefused: The platform has not taken it, or it is too large to be sent.
            PlatformUnavailable: Nothing was sent, or the platform had too much to do.
            AnswerLost: It was sent, and no answer says what became of it.
            OutcomeUnknowable: The platform, which is `keyed`, has other content under this key.
        """
        key = idempotency_key(order.step_key)
        limit = self._settings.max_request_bytes
        answer = await self._call(
            "POST", order.channel, "", key, lambda: body_of(order, content, limit)
        )
        status = answer.status
        said = f"{self._named(order.channel)} answered {answer.words()}"
        retry_after = answer.retry_after(self._clock())
        if answer.is_success:
            receipt = answer.receipt()
            if receipt is None or receipt.id is None or not answer.is_about(key):
                raise AnswerLost(f"{said}, which does not prove the publication.", retry_after)
            return self._publication(order, receipt)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            raise PlatformUnavailable(f"{said}.", retry_after)
        if status in _UNTOLD or not _is_refusal(status):
            raise AnswerLost(f"{said}: it may have been published.", retry_after)
        if (
            status == HTTPStatus.UNPROCESSABLE_ENTITY
            and self.reconciliation is Reconciliation.KEYED
        ):
            raise OutcomeUnknowable(f"{said}: it has other content under the key {key}.")
        raise PlatformRefused(f"{said}: it was not published.")

    async def find(self, order: SettleOrder) -> Publication | None:
        """Ask what the platform has under the order's key.

        Raises:
            PlatformUnavailable: The answer is not there, or is none of the two.
            OutcomeUnknowable: The platform cannot be asked.
        """
        if not self._settings.is_asked:
            raise OutcomeUnknowable(f"{self._named(order.channel)} cannot be asked.")
        key = idempotency_key(order.step_key)
        try:
            answer = await self._call("GET", order.channel, "find", key)
        except AnswerLost as error:
            # A question has no effect that could be in doubt.
            raise PlatformUnavailable(str(error)) from error
        said = f"{self._named(order.channel)}, asked for {key}, answered {answer.words()}"
        if answer.status in _NOT_OFFERED:
            raise OutcomeUnknowable(f"{said}: it cannot be asked.")
        receipt = answer.receipt()
        if answer.is_whole and answer.is_about(key):
            if answer.status == HTTPStatus.NOT_FOUND:
                return None
            if receipt is not None and _tells(answer, receipt):
                return self._publication(order, receipt)
        raise PlatformUnavailable(f"{said}.", answer.retry_after(self._clock()))

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Ask the platform to delete what it has under the order's key.

        Raises:
            PlatformRefused: The platform takes nothing back, or knows nothing by its key.
            PlatformUnavailable: The platform has not done it.
            AnswerLost: It may have done it.
        """
        if self.reconciliation is Reconciliation.NEITHER:
            raise PlatformRefused(f"{self._named(order.channel)} knows nothing by its key.")
        key = idempotency_key(order.step_key)
        answer = await self._call("DELETE", order.channel, "retract", key)
        said = f"{self._named(order.channel)}, asked to delete {key}, answered {answer.words()}"
        retry_after = answer.retry_after(self._clock())
        if answer.status in _NOT_OFFERED:
            raise PlatformRefused(f"{said}: it takes nothing back.")
        if answer.is_about(key):
            if answer.status == HTTPStatus.NOT_FOUND:
                return None
            receipt = answer.receipt() or Receipt()
            if answer.is_success or receipt.retracted:
                return self._publication(order, receipt.model_copy(update={"retracted": True}))
        if answer.is_success or answer.status in _UNTOLD or not _is_refusal(answer.status):
            raise AnswerLost(f"{said}: it may have been taken back.", retry_after)
        raise PlatformUnavailable(f"{said}.", retry_after)

    async def close(self) -> None:
        """Close what is open to the platform."""
        await self._transport.aclose()

    async def _call(
        self,
        method: str,
        channel: str,
        purpose: str,
        key: str,
        body_of_it: Callable[[], bytes] = bytes,
    ) -> Answer:
        """Make one call, and return its answer as far as it matters.

        What a request is for stands in its signed id: a question that somebody has recorded
        cannot be sent again as an order to delete.
        """
        watch = _Watch()
        message_id = f"{purpose}_{key}" if purpose else key
        address = f"{self._settings.url}/{key}" if purpose else self._settings.url
        answer: Answer | None = None
        hidden = self._settings.hidden
        try:
            async with asyncio.timeout(self._settings.timeout_seconds):
                body, headers = await asyncio.to_thread(self._signed, message_id, body_of_it)
                headers["idempotency-key"] = key
                request = httpx2.Request(
                    method,
                    address,
                    content=body,
                    headers=_HEADERS | headers,
                    extensions={"trace": watch},
                )
                response = await self._transport.handle_async_request(request)
                async with aclosing(response):
                    answer = Answer(response.status_code, response.headers, hidden=hidden)
                    await answer.read(response)
        except CampaignError:
            raise
        except Exception as error:
            # Whatever it was: what is certain follows from what was sent and what was read.
            if answer is not None and not answer.is_success:
                return answer
            why = (
                without(str(error), self._settings.hidden)
                or f"{type(error).__name__} within {self._settings.timeout_seconds} s"
            )
            if watch.began:
                raise AnswerLost(f"{self._named(channel)} gave no whole answer: {why}.") from error
            raise PlatformUnavailable(
                f"{self._named(channel)} could not be reached: {why}."
            ) from error
        finally:
            await watch.close()
        return answer

    def _signed(
        self, message_id: str, body_of_it: Callable[[], bytes]
    ) -> tuple[bytes, dict[str, str]]:
        body = body_of_it()
        headers = signed_headers(self._settings.secrets, message_id, self._clock(), body)
        if body:
            headers["content-type"] = "application/json"
        return body, headers

    def _publication(self, order: PublishOrder | SettleOrder, receipt: Receipt) -> Publication:
        status = PublicationStatus.RETRACTED if receipt.retracted else PublicationStatus.SENT
        return Publication(
            channel=order.channel,
            placement=order.placement,
            status=status,
            remote_id=receipt.id,
            url=receipt.address,
            at=self._clock(),
        )

    def _named(self, channel: str) -> str:
        return f"The platform of {channel} at {self._host}"


def _is_refusal(status: int) -> bool:
    return httpx2.codes.is_redirect(status) or httpx2.codes.is_client_error(status)


def _tells(answer: Answer, receipt: Receipt) -> bool:
    """Whether an answer to a question says that there is a publication, or that there was one."""
    is_gone = answer.status == HTTPStatus.GONE and receipt.retracted
    return is_gone or (answer.is_success and (receipt.id is not None or receipt.retracted))
