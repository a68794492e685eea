"""One connection to an SMTP server, and what is certain about each letter that goes through it."""

import asyncio
import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

from aiosmtplib import SMTP

from activities.http.address import secret_parts
from activities.http.secrecy import without
from activities.ports import Delivery
from activities.publish.email.addresses import mailbox_of, without_addresses
from activities.publish.email.settings import EmailSettings, Security
from contracts import as_prose

_SECONDS: Final = 10.0
"""How long the server may take for one answer."""
_LONGEST_WORDS: Final = 200
_PERMANENT: Final = 500
"""From this code on a server will say the same again: RFC 5321 section 4.2.1."""


class Undeliverable(Exception):
    """The server takes no letters at all for the moment, or for good; this one was not sent."""

    def __init__(self, why: str, *, is_final: bool) -> None:
        super().__init__(why)
        self.is_final = is_final


@dataclass(frozen=True)
class Outcome:
    """What became of one letter."""

    delivery: Delivery | None
    """`None` when it was put off: nothing was sent."""
    words: str = ""
    """What the server said to it."""


NOT_SENT: Final = Outcome(None)


class Mailer:
    """One connection."""

    def __init__(self, settings: EmailSettings, password: str | None) -> None:
        self._settings = settings
        self._password = password
        self._hidden = _hidden(settings.username or "", password)
        self._smtp = SMTP(
            hostname=settings.host,
            port=settings.port,
            use_tls=settings.security is Security.TLS,
            start_tls=settings.security is Security.STARTTLS,
            timeout=_SECONDS,
            local_hostname=mailbox_of(settings.sender)[1].rpartition("@")[2],
        )

    async def __aenter__(self) -> Self:
        """Connect, and say who sends.

        Raises:
            Undeliverable: The server cannot be reached, or does not accept the credentials.
        """
        try:
            await self._smtp.connect()
            if self._settings.username is not None:
                await self._smtp.login(self._settings.username, self._password or "")
        except asyncio.CancelledError:
            self._smtp.close()
            raise
        except Exception as error:  # noqa: BLE001 - whatever a library raises, nothing was sent
            self._smtp.close()
            # A cause is told in histories and logs, in its own words.
            raise Undeliverable(
                self._words(error), is_final=(_code(error) or 0) >= _PERMANENT
            ) from None
        return self

    async def __aexit__(self, *_: object) -> None:
        """Drop the connection: whatever was accepted is the server's."""
        self._smtp.close()

    async def send(
        self, sender: str, reader: str, letter: bytes, unsubscribing: str = ""
    ) -> Outcome:
        """Send one letter to one reader.

        Args:
            sender: The address in whose name it goes.
            reader: The address that it goes to.
            letter: The whole letter.
            unsubscribing: The address in it by which the reader unsubscribes, and anybody who
                knows it.

        Raises:
            Undeliverable: The server does not take letters from this sender, or the connection
                was lost before the letter was sent.
        """
        is_sending = False
        is_known = False
        try:
            await self._smtp.mail(sender)
            is_known = True
            await self._smtp.rcpt(reader)
            is_sending = True
            await self._smtp.data(letter)
        except Exception as error:  # noqa: BLE001 - whatever a library raises, see below
            # Whatever it was: what is certain follows from how far it came, and what was answered.
            hidden = secret_parts(unsubscribing, [reader, reader.casefold(), reader.upper()])
            code, words = _code(error), self._words(error, hidden)
            if code is None and is_sending:
                self._smtp.close()
                return Outcome(Delivery.UNKNOWN, words)
            if code is None or not is_known:
                is_final = code is not None and code >= _PERMANENT
                raise Undeliverable(words, is_final=is_final) from None
            await self._reset()
            return Outcome(Delivery.REFUSED if code >= _PERMANENT else None, words)
        return Outcome(Delivery.ACCEPTED)

    @property
    def is_open(self) -> bool:
        """Whether another letter can be sent through it."""
        return self._smtp.is_connected

    async def _reset(self) -> None:
        """Begin anew after a refusal; a server that has hung up meanwhile is connected to again."""
        try:
            await self._smtp.rset()
        except Exception:  # noqa: BLE001 - what was refused stays refused, whatever this is
            self._smtp.close()

    def _words(self, error: Exception, hidden: Sequence[str] = ()) -> str:
        said = as_prose(" ".join(str(getattr(error, "message", error)).split()))
        # A server may name somebody else to whom it was sent a letter.
        said = without_addresses(without(without(said, self._hidden), hidden))
        code = _code(error)
        told = (said or type(error).__name__)[:_LONGEST_WORDS]
        return told if code is None else f"{code} {told}"


def _hidden(username: str, password: str | None) -> list[str]:
    """Return what of the credentials is told nowhere, as the server got it (RFC 4616) or not."""
    if not password:
        return []
    # The code of a short password alone would stand in other texts by chance.
    sent = [f"\0{username}\0{password}".encode(), password.encode()]
    return [*(base64.b64encode(each).decode() for each in sent), password]


def _code(error: Exception) -> int | None:
    """Return the code that the server answered; none when it did not."""
    code = getattr(error, "code", None)
    return code if isinstance(code, int) and code > 0 else None
