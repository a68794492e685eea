"""Publishing through an HTTP endpoint of somebody else's, signed and under a key."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.http.answer import Answer
from activities.http.endpoint import Endpoint
from activities.http.failure import failure_of
from activities.http.signature import signed_headers
from activities.publish.http_publisher import HttpPublisher
from activities.publish.keys import idempotency_key
from activities.publish.webhook.message import body_of
from activities.publish.webhook.receipt import Receipt, is_about
from activities.publish.webhook.settings import WebhookSettings
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
)
from domain.permits import permit_for

_NOT_OFFERED: Final = {HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED}


class WebhookPublisher(HttpPublisher):
    """One endpoint that is posted to; `docs/channels.md` says what it is sent and may answer.

    A redirect is never followed, and a proxy of the environment never used: what is signed for
    one host reaches no other.
    """

    def __init__(
        self,
        settings: WebhookSettings,
        clock: Callable[[], datetime],
        signer: Ed25519PrivateKey | None = None,
    ) -> None:
        """Take where it is, what tells the time, and the key that permits are signed with."""
        known = [secret.get_secret_value() for secret in settings.secrets]
        super().__init__(Endpoint(settings.url, settings.timeout_seconds, known), clock)
        self._settings = settings
        self._signer = signer

    @property
    def reconciliation(self) -> Reconciliation:
        """What the settings say that the platform promises."""
        return self._settings.reconciliation

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
        calls = self._endpoint.calls(order.channel)
        answer = await calls.order(
            lambda: self._permitted(order, key, body_of(order, content, limit))
        )
        said = f"{calls.named} answered {answer.words()}"
        if answer.is_success:
            receipt = answer.told(Receipt)
            if receipt is None or receipt.id is None or not is_about(answer, key):
                raise AnswerLost(
                    f"{said}, which does not prove the publication.", self._pause(answer)
                )
            return self._about(order, receipt)
        if (
            answer.status == HTTPStatus.UNPROCESSABLE_ENTITY
            and self.reconciliation is Reconciliation.KEYED
        ):
            raise OutcomeUnknowable(f"{said}: it has other content under the key {key}.")
        raise failure_of(answer, said, self._clock())

    async def find(self, order: SettleOrder) -> Publication | None:
        """Ask what the platform has under the order's key.

        Raises:
            PlatformUnavailable: The answer is not there, or is none of the two.
            OutcomeUnknowable: The platform cannot be asked.
        """
        calls = self._endpoint.calls(order.channel)
        if not self._settings.is_asked:
            raise OutcomeUnknowable(f"{calls.named} cannot be asked.")
        key = idempotency_key(order.step_key)
        answer = await calls.ask(lambda: self._request("GET", "find", key))
        said = f"{calls.named}, asked for {key}, answered {answer.words()}"
        if answer.status in _NOT_OFFERED:
            raise OutcomeUnknowable(f"{said}: it cannot be asked.")
        receipt = answer.told(Receipt)
        if answer.is_whole and is_about(answer, key):
            if answer.status == HTTPStatus.NOT_FOUND:
                return None
            if receipt is not None and _tells(answer, receipt):
                return self._about(order, receipt)
        raise PlatformUnavailable(f"{said}.", self._pause(answer))

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Ask the platform to delete what it has under the order's key.

        Raises:
            PlatformRefused: The platform takes nothing back, or knows nothing by its key.
            PlatformUnavailable: The platform has not done it.
            AnswerLost: It may have done it.
        """
        calls = self._endpoint.calls(order.channel)
        if self.reconciliation is Reconciliation.NEITHER:
            raise PlatformRefused(f"{calls.named} knows nothing by its key.")
        key = idempotency_key(order.step_key)
        answer = await calls.order(lambda: self._request("DELETE", "retract", key))
        said = f"{calls.named}, asked to delete {key}, answered {answer.words()}"
        if answer.status in _NOT_OFFERED:
            raise PlatformRefused(f"{said}: it takes nothing back.")
        if is_about(answer, key):
            if answer.status == HTTPStatus.NOT_FOUND:
                return None
            receipt = answer.told(Receipt) or Receipt()
            if answer.is_success or receipt.retracted:
                return self._about(order, receipt.model_copy(update={"retracted": True}))
        if answer.is_success or not answer.is_refusal:
            raise AnswerLost(f"{said}: it may have been taken back.", self._pause(answer))
        raise PlatformUnavailable(f"{said}.", self._pause(answer))

    def _permitted(self, order: PublishOrder, key: str, body: bytes) -> httpx2.Request:
        """Return a signed request with its permit."""
        request = self._request("POST", "", key, body)
        if self._signer is not None and order.permit is not None:
            request.headers["phoenix-permit"] = permit_for(
                order, order.permit, key=key, body=body, now=self._clock(), signer=self._signer
            )
        return request

    def _request(self, method: str, purpose: str, key: str, body: bytes = b"") -> httpx2.Request:
        """Return a signed request.

        What it is for stands in its signed id: a question that somebody has recorded cannot be
        sent again as an order to delete.
        """
        message_id = f"{purpose}_{key}" if purpose else key
        address = f"{self._settings.url}/{key}" if purpose else self._settings.url
        headers = signed_headers(self._settings.secrets, message_id, self._clock(), body)
        headers["idempotency-key"] = key
        if body:
            headers["content-type"] = "application/json"
        return httpx2.Request(method, address, content=body, headers=headers)

    def _pause(self, answer: Answer) -> timedelta | None:
        return answer.retry_after(self._clock())

    def _about(self, order: PublishOrder | SettleOrder, receipt: Receipt) -> Publication:
        status = PublicationStatus.RETRACTED if receipt.retracted else PublicationStatus.SENT
        return self._publication(order, receipt.id, receipt.address, status)


def _tells(answer: Answer, receipt: Receipt) -> bool:
    """Whether an answer to a question says that there is a publication, or that there was one."""
    is_gone = answer.status == HTTPStatus.GONE and receipt.retracted
    return is_gone or (answer.is_success and (receipt.id is not None or receipt.retracted))
