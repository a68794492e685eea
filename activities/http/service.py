"""An operator's own service that does a stage's work: what it is posted, and what it may answer."""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final, TypeVar

import httpx2
from pydantic import SecretStr, ValidationError

from activities.http.answer import Answer
from activities.http.carried import texts_in
from activities.http.endpoint import Endpoint
from activities.http.places import Places
from activities.http.service_settings import HttpService
from activities.http.signature import signed_headers
from activities.promises import promised
from contracts import (
    AnswerPending,
    CampaignError,
    ContractInvalid,
    PendingAnswer,
    PlatformRefused,
    PlatformUnavailable,
    StageAnswer,
    StageOrder,
    explain,
)
from domain.plain_json import Flaw, flaw_in, parse
from domain.signing import canonical

A = TypeVar("A", bound=StageAnswer)

_LONGEST_PAUSE: Final = timedelta(minutes=30)
"""Between two questions, unless the service asks for another pause."""
_GROWTH: Final = 1.25
"""How much longer each pause is than the one before: two days are some hundred questions."""
_MOST_GROWN: Final = 40
"""Questions after which every pause would be longer than the longest."""
_MISFITS: Final = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""Answers that say that the order does not fit what the service takes."""
_LATER: Final = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
"""Answers below 500 after which the same may be asked again; 409 says that it is under way."""
_FORGOTTEN: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class _Call:
    """An order, or the question for its answer."""

    method: str
    address: str
    key: str
    body: bytes = b""

    @property
    def is_question(self) -> bool:
        """Whether it only asks for what was promised."""
        return self.method == "GET"


class Service:
    """A service that is given orders under a key; `docs/providers.md` says what it may answer.

    The same step has the same key and the same bytes at every attempt, so a service can answer a
    repetition with what it answered before.
    """

    def __init__(
        self,
        settings: HttpService,
        secrets: Mapping[str, SecretStr],
        clock: Callable[[], datetime],
        *,
        is_rehearsed: bool = False,
    ) -> None:
        """Take where it is, and whether what it makes is thrown away, as for a plan."""
        self._settings = settings
        self._secrets = [secrets[name] for name in settings.secret_env]
        self._clock = clock
        self._is_rehearsed = is_rehearsed
        keys = [secret.get_secret_value() for secret in self._secrets]
        self._endpoint = Endpoint(settings.url, settings.timeout_seconds, keys)
        self._places = Places(settings.url, self._endpoint.hidden, self._named)

    async def follow(self, order: StageOrder, contract: type[A]) -> A:
        """Post an order, or ask for the answer that was promised to it, and return the answer.

        Raises:
            AnswerPending: The service is at work on it.
            ContractInvalid: The order is too large or does not fit the service, or the answer does
                not fit its contract or is about something else.
            PlatformRefused: The service refuses.
            PlatformUnavailable: There is no answer of the service, and there may be one later.
        """
        promise = promised()
        if promise is not None and promise.place is not None:
            question = _Call("GET", self._places.address(promise.place), key_of(order))
            return await self._taken(question, order, contract, promise)
        body = await asyncio.to_thread(canonical, order)  # with its files it may be large
        most = self._settings.max_request_bytes
        if len(body) > most:
            raise ContractInvalid(
                f"The order {order.step_key} takes {len(body):,} bytes, and the service at "
                f"{self._endpoint.host} is sent {most:,} at most."
            )
        key = key_of(order)
        if self._is_rehearsed:
            key = f"plan:{hashlib.sha256(body).hexdigest()}:{key}"
        call = _Call("POST", self._settings.url, key, body)
        return await self._taken(call, order, contract, promise)

    async def _taken(
        self, call: _Call, order: StageOrder, contract: type[A], promise: PendingAnswer | None
    ) -> A:
        """Make a call, and return the answer that it brings.

        While an answer is promised, a service that is away is asked again, and no retry is used.
        """
        try:
            answer = await self._answered(call)
            if answer.status == HTTPStatus.ACCEPTED or (
                call.is_question and answer.status == HTTPStatus.SEE_OTHER
            ):
                raise self._pending(answer, promise)
            said = f"{self._named} answered {answer.words()}"
            if promise is not None and call.is_question and answer.status in _FORGOTTEN:
                # The order is given again, under its key, for as long as the promise holds.
                forgotten = promise.model_copy(update={"place": None})
                raise self._asked_again(f"{said}: it has forgotten the order.", forgotten, None)
            if not answer.is_success:
                raise self._failure(answer, said)
            return await asyncio.to_thread(self._read, answer, said, order, contract)
        except PlatformUnavailable as error:
            if promise is None:
                raise
            raise self._asked_again(str(error), promise, error.retry_after) from error

    def is_told_in(self, file: bytes) -> bool:
        """Tell whether a file repeats a secret, as in its comments or other metadata."""
        return any(self._endpoint.hidden.where_in(text) is not None for text in texts_in(file))

    @property
    def _named(self) -> str:
        return f"The service at {self._endpoint.host}"

    async def _answered(self, call: _Call) -> Answer:
        calls = self._endpoint.calls_of(self._named)

        def request() -> httpx2.Request:
            # What is asked for stands in the signed id: a recorded question is no order.
            message_id = f"ask:{call.key}" if call.is_question else call.key
            headers = signed_headers(self._secrets, message_id, self._clock(), call.body)
            headers |= {"idempotency-key": call.key, "accept": "application/json"}
            if call.body:
                headers["content-type"] = "application/json"
            return httpx2.Request(call.method, call.address, content=call.body, headers=headers)

        return await calls.ask(request, self._settings.max_answer_bytes)

    def _pending(self, answer: Answer, promise: PendingAnswer | None) -> AnswerPending:
        """Return what brings the next question about: the answer is promised, and maybe where.

        Raises:
            PlatformRefused: It is to be asked for elsewhere.
            ContractInvalid: The place repeats a secret.
        """
        if promise is None:
            within = timedelta(hours=self._settings.answer_within_hours)
            promise = PendingAnswer(until=self._clock() + within, asks=0)
        location = answer.headers.get("location")
        if location is not None:
            promise = promise.model_copy(update={"place": self._places.noted(location)})
        asked = answer.retry_after(self._clock())
        return self._asked_again(f"{self._named} is at work on the order.", promise, asked)

    def _asked_again(
        self, said: str, promise: PendingAnswer, asked: timedelta | None
    ) -> AnswerPending:
        grown = timedelta(seconds=_GROWTH ** min(promise.asks, _MOST_GROWN))
        pause = max(min(grown, _LONGEST_PAUSE), asked or timedelta())
        return AnswerPending(said, promise.model_copy(update={"asks": promise.asks + 1}), pause)

    def _failure(self, answer: Answer, said: str) -> CampaignError:
        if answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return PlatformUnavailable(f"{said}.", answer.retry_after(self._clock()))
        if answer.status in _MISFITS:
            return ContractInvalid(f"{said}: the order does not fit what it takes.")
        return PlatformRefused(f"{said}.")

    def _read(self, answer: Answer, said: str, order: StageOrder, contract: type[A]) -> A:
        if not answer.is_whole:
            raise ContractInvalid(
                f"{self._named} answered more than {self._settings.max_answer_bytes:,} bytes."
            )
        body = answer.body.removeprefix(_BYTE_ORDER_MARK)
        try:
            value = parse(body)
            flaw = flaw_in(value)
            repeated = answer.hidden.where_in(value)
        except RecursionError:
            flaw, repeated = Flaw("the whole", "must not be nested so deeply"), None
        except ValueError as error:
            # A page of a proxy, or nothing: whatever stands between says nothing of the service.
            raise PlatformUnavailable(f"{said}, which is no JSON.") from error
        if repeated is not None:
            # With a gap in its place, it would be believed, or published.
            flaw = Flaw(repeated, "must not repeat the service's secret or a token of its address")
        if flaw is not None:
            raise ContractInvalid(f"{self._named} answered no {contract.__name__}: {flaw}")
        try:
            follows = contract.model_validate_json(body)
        except ValidationError as error:
            raise ContractInvalid(
                f"{self._named} answered no {contract.__name__}: {explain(error)}"
            ) from None  # the cause would show all of what it answered
        _refuse_other_order(follows, order, self._named)
        return follows


def key_of(order: StageOrder) -> str:
    """Return the key of an order: its step key, which names the revision from the second one on."""
    return order.step_key if order.revision == 0 else f"{order.step_key}:revision:{order.revision}"


def _refuse_other_order(answer: StageAnswer, order: StageOrder, named: str) -> None:
    for field in StageAnswer.model_fields:
        said, ordered = getattr(answer, field), getattr(order, field)
        if said != ordered:
            raise ContractInvalid(
                f"{named} answered another order: {field} is {said} and must be {ordered}"
            )
