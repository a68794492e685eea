"""One model that is asked for an answer in a form, told what is wrong with it, and paid for once.

Rule 1: an answer counts only when it fits its form and its judge, whatever form was promised.
Rule 2: the same prompt is paid for once: its answer is remembered, and costs nothing when a step is
tried again.
Rule 3: the key goes into one header, and what comes back is kept without it.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final, Generic, TypeVar

import httpx2
import rfc8785
from pydantic import BaseModel, SecretStr, ValidationError

from activities.http.answer import Answer
from activities.http.endpoint import Endpoint
from activities.model.completion import Completion, object_in
from activities.model.paid import PaidAnswer, PaidAnswers
from activities.model.settings import Form, ModelSettings
from activities.ports import ArtifactStores, Memory
from contracts import (
    CampaignError,
    ContractInvalid,
    PlatformRefused,
    PlatformUnavailable,
    StageOrder,
    explain,
)

A = TypeVar("A", bound=BaseModel)

_MOST_ANSWER_BYTES: Final = 1024 * 1024
_LONGEST_ECHO: Final = 20_000
"""Characters of a wrong answer that the model is shown again."""
_NOT_OFFERED: Final = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}
"""Answers of an endpoint that does not know the form in which an answer was asked for."""
_LATER: Final = {
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_EARLY,
    HTTPStatus.TOO_MANY_REQUESTS,
}
_NEXT: Final[Mapping[str, Form]] = {
    Form.SCHEMA: Form.OBJECT,
    Form.OBJECT: Form.TEXT,
    Form.TEXT: Form.TEXT,
}
"""How an answer is asked for that an endpoint refuses to give otherwise."""

Messages = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Question(Generic[A]):
    """What a model is asked."""

    prompt: str
    """What it is to do."""
    data: Mapping[str, Any]
    """What it is to do it with, which others wrote."""
    form: type[A]
    """What its answer has to be."""
    judge: Callable[[A], Sequence[str]]
    """Says what is wrong with an answer of that form, as sentences."""


class Model:
    """A model behind an endpoint."""

    def __init__(
        self,
        settings: ModelSettings,
        secrets: Mapping[str, SecretStr],
        stores: ArtifactStores,
        memory: Memory,
        clock: Callable[[], datetime],
    ) -> None:
        self._settings = settings
        self._key = secrets[settings.key_env] if settings.key_env else None
        self._memory = memory
        self._paid = PaidAnswers(settings, stores, memory)
        self._clock = clock
        keys = [self._key.get_secret_value()] if self._key else []
        self._endpoint = Endpoint(settings.url, settings.timeout_seconds, keys)

    @property
    def prompts(self) -> str | None:
        """The folder in which an operator's prompts lie."""
        return self._settings.prompts

    async def answer(self, order: StageOrder, question: Question[A]) -> A:
        """Return an answer that fits, after as many repairs as the settings allow.

        Raises:
            ContractInvalid: The prompt is too large, or no answer fits.
            PlatformRefused: The endpoint or the model refuses.
            PlatformUnavailable: There is no answer at present.
        """
        data = rfc8785.dumps(question.data).decode()
        messages: list[dict[str, str]] = [
            {"role": "system", "content": question.prompt},
            {"role": "user", "content": data},
        ]
        faults = ""
        for _ in range(self._settings.max_repairs + 1):
            known = await self._said(order, messages, question.form)
            if known.refusal is not None:
                raise PlatformRefused(f"{self._named} refuses: {known.refusal[:300]}.")
            answer, faults = self._judged(known, question)
            if answer is not None:
                return answer
            messages += [
                {"role": "assistant", "content": known.text[:_LONGEST_ECHO] or "nothing"},
                {"role": "user", "content": _repair(faults)},
            ]
        raise ContractInvalid(
            f"{self._named} gave no answer that fits, after {self._settings.max_repairs} repairs: "
            f"{faults}"
        )

    @property
    def _named(self) -> str:
        return f"The model {self._settings.model} at {self._endpoint.host}"

    def _judged(self, known: PaidAnswer, question: Question[A]) -> tuple[A | None, str]:
        if known.is_cut:
            most = self._settings.max_output_tokens
            return None, f"it was cut off at {most:,} tokens: it has to be shorter"
        value = object_in(known.text)
        if value is None:
            return None, "it holds no JSON object"
        try:
            answer = question.form.model_validate_json(rfc8785.dumps(value))
        except ValidationError as error:
            return None, explain(error)
        except rfc8785.CanonicalizationError as error:
            return None, str(error)
        faults = question.judge(answer)
        return (None if faults else answer), "; ".join(faults)

    async def _said(self, order: StageOrder, messages: Messages, form: type[A]) -> PaidAnswer:
        """Return what the model says to messages: what it said before, or says now."""
        preferred = await self._memory.recall(order.tenant_id, self._form_name)
        first = asked = (
            Form(preferred) if preferred and preferred in _NEXT else self._settings.answers
        )
        while True:
            body = rfc8785.dumps(self._body(messages, form, asked))
            if len(body) > self._settings.max_prompt_bytes:
                raise ContractInvalid(
                    f"The prompt takes {len(body):,} bytes, and {self._named} is sent "
                    f"{self._settings.max_prompt_bytes:,} at most."
                )
            name = f"model {self._settings.url} {hashlib.sha256(body).hexdigest()}"
            if (known := await self._paid.recall(order, name)) is not None:
                return known
            answer = await self._call(body)
            if answer.status in _NOT_OFFERED and asked is not Form.TEXT:
                asked = _NEXT[asked]
                continue
            if not answer.is_success:
                raise self._failure(answer)
            if asked is not first:
                await self._memory.keep(order.tenant_id, self._form_name, asked)
            return await self._taken(order, name, body, answer)

    @property
    def _form_name(self) -> str:
        return f"form of answers {self._settings.url} {self._settings.model}"

    def _body(self, messages: Messages, form: type[A], asked: Form) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": list(messages),
            "stream": False,
        }
        if self._settings.is_reasoning:
            body["max_completion_tokens"] = self._settings.max_output_tokens
        else:
            body |= {"temperature": 0, "max_tokens": self._settings.max_output_tokens}
        if asked is Form.SCHEMA:
            schema = {"name": form.__name__, "strict": True, "schema": form.model_json_schema()}
            body["response_format"] = {"type": asked.value, "json_schema": schema}
        elif asked is Form.OBJECT:
            body["response_format"] = {"type": asked.value}
        return body

    async def _call(self, body: bytes) -> Answer:
        headers = {"content-type": "application/json", "accept": "application/json"}
        if self._key is not None:
            headers["authorization"] = f"Bearer {self._key.get_secret_value()}"

        def request() -> httpx2.Request:
            return httpx2.Request(
                "POST", f"{self._settings.url}/chat/completions", content=body, headers=headers
            )

        return await self._endpoint.calls_of(self._named).ask(request, _MOST_ANSWER_BYTES)

    def _failure(self, answer: Answer) -> CampaignError:
        said = f"{self._named} answered {answer.words()}"
        if answer.status in _LATER or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return PlatformUnavailable(f"{said}.", answer.retry_after(self._clock()))
        return PlatformRefused(f"{said}.")

    async def _taken(self, order: StageOrder, name: str, body: bytes, answer: Answer) -> PaidAnswer:
        """Keep what was asked and answered, before anything is made of it."""
        completion = answer.told(Completion)
        if completion is None:
            raise PlatformUnavailable(f"{self._named} answered {answer.words()}: no completion.")
        refusal = completion.refusal
        return await self._paid.keep(
            order,
            name,
            {"request": body.decode(), "answer": answer.text()},
            completion.tokens,
            text=completion.text,
            refusal=None if refusal is None else answer.hidden.without(refusal),
            is_cut=completion.is_cut,
        )


def _repair(faults: str) -> str:
    return (
        f"Your answer does not fit: {faults}. Answer again with the whole JSON object, mended, and "
        "with nothing else."
    )
