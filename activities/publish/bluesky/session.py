"""Who calls: a session that is begun with an app password, and kept up as long as it can be."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import httpx2

from activities.http.answer import Answer
from activities.http.endpoint import Calls
from activities.http.failure import Failure
from activities.http.quota import quota_of
from activities.ports import Quota
from activities.publish.bluesky.replies import MADE, Fault, Tokens
from activities.publish.bluesky.settings import BlueskySettings
from contracts import PlatformUnavailable

_STALE: Final = {"ExpiredToken", "InvalidToken"}
"""What a server calls an access token that does not count any more."""
_ADVICE: Final[Mapping[str, str]] = MappingProxyType(
    {
        "AuthenticationRequired": "{password_env} has to hold an app password of {handle} that is "
        "not revoked",
        "AuthFactorTokenRequired": "{password_env} holds the password of the account {handle} "
        "itself, where an app password is needed",
    }
)
"""By what a server calls its refusal of a session."""
_NO_PASSWORDS: Final = "it takes no app passwords, and there is no other way to sign in here"
_UNKNOWN_METHOD: Final = {HTTPStatus.NOT_FOUND, HTTPStatus.NOT_IMPLEMENTED}
"""What a server answers that begins sessions by OAuth alone."""


def fault_in(answer: Answer) -> str:
    """Return the name of what went wrong; empty for what has none."""
    fault = None if answer.is_success else answer.told(Fault)
    return "" if fault is None else fault.error


@dataclass(frozen=True)
class Proved:
    """What a server gave to whom it knows, and what it said of further calls."""

    tokens: Tokens
    quota: Quota | None


class Session:
    """One account's tokens: an access token lives for hours, and a refresh token for months."""

    def __init__(
        self, settings: BlueskySettings, password: Callable[[], str], clock: Callable[[], datetime]
    ) -> None:
        """Take the account, what tells its app password, and what tells the time."""
        self._settings = settings
        self._password = password
        self._clock = clock
        self._tokens: Tokens | None = None
        self._turn = asyncio.Lock()

    def request(self, method: str, name: str, token: str = "", **content: Any) -> httpx2.Request:
        """Return a call of a method of the protocol."""
        headers = content.pop("headers", {})
        if token:
            headers |= {"authorization": f"Bearer {token}"}
        address = f"{self._settings.url}/xrpc/{name}"
        return httpx2.Request(method, address, headers=headers, **content)

    async def tokens(self, calls: Calls, failure: Failure) -> Tokens:
        """Return what proves who calls.

        Raises:
            CampaignError: As `failure` says of an answer that is no success.
            PlatformUnavailable: There is no answer.
        """
        async with self._turn:
            if self._tokens is None:
                self._tokens = (await self._begun(calls, failure)).tokens
            return self._tokens

    async def prove(self, calls: Calls, failure: Failure) -> Proved:
        """Prove anew who calls: an access token goes on for hours after its app password ended.

        A session that is there is renewed, which does not count: a server begins 300 sessions of
        an account a day; https://docs.bsky.app/docs/advanced-guides/rate-limits.

        Raises:
            CampaignError: As for `tokens`.
        """
        async with self._turn:
            known = self._tokens
            proved = (
                await self._begun(calls, failure)
                if known is None
                else await self._renewed(calls, failure, known)
            )
            self._tokens = proved.tokens
            return proved

    async def call(
        self,
        calls: Calls,
        failure: Failure,
        prepare: Callable[[Tokens], httpx2.Request],
        *,
        is_order: bool = False,
    ) -> Answer:
        """Make a call, and once more when the server does not accept the token any more.

        Raises:
            CampaignError: As for `Calls.ask` or `Calls.order`, and as for `tokens`.
        """
        make = calls.order if is_order else calls.ask
        tokens = await self.tokens(calls, failure)
        answer = await make(lambda: prepare(tokens))
        if fault_in(answer) not in _STALE and answer.status != HTTPStatus.UNAUTHORIZED:
            return answer
        await self._renew(calls, failure, tokens)
        renewed = await self.tokens(calls, failure)
        return await make(lambda: prepare(renewed))

    async def _renew(self, calls: Calls, failure: Failure, stale: Tokens) -> None:
        async with self._turn:
            is_first = self._tokens is stale  # somebody else may just have done it
            proved = await self._renewed(calls, failure, stale) if is_first else None
            self._tokens = self._tokens if proved is None else proved.tokens

    async def _renewed(self, calls: Calls, failure: Failure, stale: Tokens) -> Proved:
        name = "com.atproto.server.refreshSession"
        answer = await calls.ask(lambda: self.request("POST", name, stale.refresh))
        renewed = answer.told(Tokens, *MADE) if answer.is_success else None
        if renewed is not None:
            return self._proved(calls, renewed, answer)
        if not answer.is_refusal or answer.status == HTTPStatus.TOO_MANY_REQUESTS:
            # The token may be as good as ever, and sessions that are begun are counted.
            said = f"{calls.named}, asked to renew a session, answered {answer.status}"
            raise failure(answer, said, self._clock())
        return await self._begun(calls, failure)

    async def _begun(self, calls: Calls, failure: Failure) -> Proved:
        who = {"identifier": self._settings.handle, "password": self._password()}
        name = "com.atproto.server.createSession"
        answer = await calls.ask(lambda: self.request("POST", name, json=who))
        said = f"{calls.named}, asked for a session, answered"
        if not answer.is_success:
            raise failure(answer, f"{said} {answer.words()}{self._advice(answer)}", self._clock())
        tokens = answer.told(Tokens, *MADE)
        if tokens is None:
            # What it says may be a token in another form, so it is not repeated.
            raise PlatformUnavailable(f"{said} {answer.status} without one.")
        return self._proved(calls, tokens, answer)

    def _proved(self, calls: Calls, tokens: Tokens, answer: Answer) -> Proved:
        calls.hide(tokens.access, tokens.refresh)
        return Proved(tokens, quota_of(answer, self._clock()))

    def _advice(self, answer: Answer) -> str:
        if answer.status in _UNKNOWN_METHOD:
            return f"; {_NO_PASSWORDS}"
        advice = _ADVICE.get(fault_in(answer))
        return f"; {advice.format_map(dict(self._settings))}" if advice else ""
