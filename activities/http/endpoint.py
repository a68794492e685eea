"""One server that is called, and what is certain about every call to it."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import aclosing
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit

import httpx2

from activities.http.answer import MAX_ANSWER_BYTES, Answer
from activities.http.connection import HEADERS, Watch, transport_to
from activities.http.hidden import Hidden
from contracts import AnswerLost, CampaignError, PlatformUnavailable

_MARGIN: Final = timedelta(seconds=1)
"""How much sooner than its time limit a call gives up, so that its caller still hears of it."""

Prepare = Callable[[], httpx2.Request]
"""Makes a request; in a thread of its own, since a large one takes its time."""


class Endpoint:
    """A server; a redirect is never followed, and a proxy of the environment never used.

    What is meant for one host, and what proves to it who calls, reaches no other.
    """

    def __init__(self, url: str, seconds: float, secrets: Sequence[str] = ()) -> None:
        """Take where it is, how long the calls of one order may take, and what proves who calls.

        Neither this nor a part of the address that may be a token is told or kept anywhere.
        """
        self.host: Final = urlsplit(url).netloc
        self._seconds = seconds
        self.hidden: Final = Hidden(url, secrets)
        self._transport = transport_to(url)

    @property
    def call_timeout(self) -> timedelta:
        """What the calls of one order take at most, with the time to say what is known then."""
        return timedelta(seconds=self._seconds) + _MARGIN

    def calls(self, channel: str) -> "Calls":
        """Return what makes the calls of one order for a channel, whose time begins now."""
        return self.calls_of(f"The platform of {channel} at {self.host}")

    def calls_of(self, named: str) -> "Calls":
        """Return what makes the calls of one order to whom messages call so."""
        until = asyncio.get_running_loop().time() + self._seconds
        return Calls(self._transport, named, self.hidden, self._seconds, until)

    async def close(self) -> None:
        """Close what is open to the server."""
        await self._transport.aclose()


class Calls:
    """The calls of one order: together they have the time that one call may take."""

    def __init__(
        self,
        transport: httpx2.AsyncHTTPTransport,
        named: str,
        hidden: Hidden,
        seconds: float,
        until: float,
    ) -> None:
        """Take what carries them, whom they go to, what is told nowhere, and their time."""
        self.named: Final = named
        self._transport = transport
        self._hidden = hidden
        self._seconds = seconds
        self._until = until

    def hide(self, *tokens: str) -> None:
        """Tell nowhere from now on what the server has made, as for a session."""
        self._hidden.add(*tokens)

    async def ask(self, prepare: Prepare, most_bytes: int = MAX_ANSWER_BYTES) -> Answer:
        """Make a call that nothing public hangs on: its answer may be lost.

        Raises:
            PlatformUnavailable: There is no whole answer.
        """
        try:
            return await self.order(prepare, most_bytes)
        except AnswerLost as error:
            raise PlatformUnavailable(str(error)) from error

    async def order(self, prepare: Prepare, most_bytes: int = MAX_ANSWER_BYTES) -> Answer:
        """Make a call that has an effect, and return its answer as far as it matters.

        Of an answer that is no success, the status alone is enough.

        Raises:
            PlatformUnavailable: Nothing was sent.
            AnswerLost: It was sent, and there is no whole answer.
            CampaignError: The request could not be made; nothing was sent.
        """
        watch = Watch()
        answer: Answer | None = None
        try:
            async with asyncio.timeout_at(self._until):
                request = await asyncio.to_thread(_complete, prepare)
                request.extensions["trace"] = watch
                response = await self._transport.handle_async_request(request)
                async with aclosing(response):
                    answer = Answer(
                        response.status_code,
                        response.headers,
                        hidden=self._hidden,
                        most_bytes=most_bytes,
                    )
                    await answer.read(response)
        except CampaignError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a library raises, see below
            # Whatever it was: what is certain follows from what was sent and what was read.
            if answer is not None and not answer.is_success:
                return answer
            why = (
                self._hidden.without(str(error))
                or f"{type(error).__name__} within {self._seconds} s"
            )
            # A cause is told in histories and logs, in its own words.
            if watch.began:
                raise AnswerLost(f"{self.named} gave no whole answer: {why}.") from None
            raise PlatformUnavailable(f"{self.named} could not be reached: {why}.") from None
        finally:
            await watch.close()
        return answer


def _complete(prepare: Prepare) -> httpx2.Request:
    request = prepare()
    for name, value in HEADERS.items():
        request.headers.setdefault(name, value)
    return request
