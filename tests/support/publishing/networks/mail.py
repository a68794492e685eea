"""A mail server: `aiosmtpd` with a mailbox, which fails on demand."""

import asyncio
import base64
import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import MappingProxyType
from typing import Any, Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.publishing.networks.troubles import Trouble

USER: Final = "news"
PASSWORD: Final = "mail-password-of-the-tests"  # noqa: S105 - it opens nothing


@dataclass(frozen=True)
class Mailed:
    """A letter that was taken."""

    sender: str
    reader: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The letter, read by the standard library."""
        message = message_from_bytes(self.raw, policy=default)
        assert isinstance(message, EmailMessage)
        return message

    def part(self, kind: str) -> str:
        """Return the text of the part of this type."""
        part = self.message.get_body(preferencelist=(kind,))
        assert part is not None
        return str(part.get_content())

    def pictures(self) -> list[bytes]:
        """Return the pictures that lie in it."""
        parts = [part for part in self.message.walk() if part.get_content_maintype() == "image"]
        return [bytes(part.get_payload(decode=True)) for part in parts]


_AT_MAIL: Final[Mapping[Trouble, str]] = MappingProxyType(
    {Trouble.REFUSED: "550 not from you", Trouble.MOVED: "421 closing"}
)
_AT_READER: Final[Mapping[Trouble, str]] = MappingProxyType({Trouble.BUSY: "450 try again later"})
_AT_DATA: Final[Mapping[Trouble, str]] = MappingProxyType(
    {Trouble.BROKEN_BEFORE: "451 something is broken"}
)


class Mail:
    """One server with one mailbox for everybody."""

    def __init__(self) -> None:
        self.port = 0
        self.password = PASSWORD
        self.letters: list[Mailed] = []
        self.troubles: list[Trouble] = []
        self.by_reader: dict[str, str] = {}
        """What is answered to some readers' addresses."""
        self.repeated: set[str] = set()
        """Readers whose letters are refused with what stands in them."""
        self.cut_after: set[str] = set()
        """Readers after whose letter the connection is cut."""
        self.cut_before: set[int] = set()
        """After so many letters the connection is cut before the next."""
        self.cuts_on_reset = False
        self.letters_of_a_connection = 10**9
        self.refusal: str | None = None
        """What it says to credentials that it does not accept, instead of the usual."""
        self.revoked_after = 10**9
        """How many letters are taken before the password is another."""
        self._changed = asyncio.Condition()

    def shown(self) -> list[str]:
        """Return every letter as its reader sees it."""
        return [
            "\n".join(
                [
                    each.part("plain"),
                    each.part("html"),
                    *(hashlib.sha256(picture).hexdigest() for picture in each.pictures()),
                ]
            )
            for each in self.letters
        ]

    @asynccontextmanager
    async def serving(self) -> AsyncGenerator[int]:
        """Serve on 127.0.0.1 meanwhile, and yield the port."""
        loop = asyncio.get_running_loop()

        def made() -> SMTP:
            return _Server(
                self,
                auth_require_tls=False,
                authenticator=self._authenticate,
                loop=loop,
                data_size_limit=64 * 1024 * 1024,
            )

        server = await loop.create_server(made, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self.port
        finally:
            server.close()

    async def until(self, letters: int) -> None:
        """Wait until so many letters were taken."""
        async with self._changed:
            await self._changed.wait_for(lambda: len(self.letters) >= letters)

    async def handle_RSET(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Begin anew, or hang up."""
        del session, envelope
        if self.cuts_on_reset:
            _cut(server)
        return "250 OK"

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender, or not."""
        del session, options
        trouble = self._met(*_AT_MAIL, Trouble.CUT_BEFORE)
        is_enough = len(self.letters) in self.cut_before
        self.cut_before -= {len(self.letters)}
        if trouble is Trouble.CUT_BEFORE or is_enough:
            _cut(server)
        if trouble is not None and trouble in _AT_MAIL:
            return _AT_MAIL[trouble]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a reader, or not."""
        del server, session, options
        trouble = self._met(*_AT_READER)
        if trouble is not None:
            return _AT_READER[trouble]
        if address in self.by_reader:
            return self.by_reader[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a letter, or not; or take it and say nothing."""
        if trouble := self._met(*_AT_DATA):
            return _AT_DATA[trouble]
        content = envelope.original_content
        assert isinstance(content, bytes)
        reader = envelope.rcpt_tos[0]
        if reader in self.repeated:
            spoken = _spoken_in(content)
            return f"550 {spoken} {base64.b64encode(spoken.encode()).decode()}"
        async with self._changed:
            self.letters.append(Mailed(envelope.mail_from or "", reader, content))
            self._changed.notify_all()
        taken = session.__dict__["taken"] = session.__dict__.get("taken", 0) + 1
        if len(self.letters) >= self.revoked_after:
            self.password = "another"  # noqa: S105 - it opens nothing
        after = {*Trouble} - {Trouble.REVOKED}
        if self._met(*after) or reader in self.cut_after:
            _cut(server)
        if taken >= self.letters_of_a_connection:
            asyncio.get_running_loop().call_later(0.01, _cut, server)
        return "250 OK"

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        del server, envelope, mechanism
        assert isinstance(given, LoginPassword)
        # Who is refused by one mechanism tries the next, on the same connection.
        if self._met(Trouble.REVOKED):
            session.__dict__["revoked"] = True
        is_right = given == LoginPassword(USER.encode(), self.password.encode())
        is_right = is_right and "revoked" not in session.__dict__
        return AuthResult(
            success=is_right, handled=False, message=None if is_right else self.refusal
        )

    def _met(self, *those: Trouble) -> Trouble | None:
        return self.troubles.pop(0) if self.troubles and self.troubles[0] in those else None


class _Session(Session):
    """One whose `login_data` warns of nothing: it is aiosmtpd itself that sets it."""

    login_data: Any = None


class _Server(SMTP):
    def _create_session(self) -> Session:
        return _Session(self.loop)


def _spoken_in(letter: bytes) -> str:
    """Return of a letter what names its reader, in one line."""
    message = message_from_bytes(letter)
    return " ".join(f"{name}: {message[name]}" for name in ("List-Unsubscribe", "To", "From"))


def _cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()
