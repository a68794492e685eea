"""A letter: text and HTML from one source, its pictures, and a way to get no more of it."""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from types import MappingProxyType
from typing import Final

from activities.publish.email.addresses import recipient_key
from activities.publish.email.signature import Header, Signer
from contracts import ArtifactMissing, Language, PlatformRefused, PublishOrder
from domain.pages import render
from domain.platforms import FieldKind

_UNSUBSCRIBE: Final[Mapping[Language | None, str]] = MappingProxyType(
    {Language.SPANISH: "Darse de baja", Language.ENGLISH: "Unsubscribe", None: "Unsubscribe"}
)
"""The words of the link below each letter: the one thing in it that the copy has not."""
_ADDRESS: Final = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)\]}'»”’…])")
_MOST_PICTURES: Final = 4


@dataclass(frozen=True)
class ShownPicture:
    """One picture of a letter."""

    source: str
    alt: str
    width: int | None


@dataclass(frozen=True)
class LetterPage:
    """What `letter.html` shows."""

    language: str | None
    subject: str
    preheader: str
    pictures: tuple[ShownPicture, ...]
    paragraphs: tuple[tuple[tuple[str, bool], ...], ...]
    """Pieces of text, each with whether it is a link."""
    button: str
    link: str | None
    unsubscribe: str
    unsubscribe_url: str


class Letter:
    """What everybody gets, but for their own address and their own way to unsubscribe."""

    def __init__(
        self, order: PublishOrder, content: Mapping[str, bytes], sender: tuple[str, str]
    ) -> None:
        """Take what is written, and in whose name and from which address.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`.
            PlatformRefused: No letter can be made of it.
        """
        first = order.assets[0]
        if len(order.assets) > _MOST_PICTURES:
            raise PlatformRefused(f"A letter has {_MOST_PICTURES} pictures at most.")
        if any((asset.text, asset.link) != (first.text, first.link) for asset in order.assets):
            raise PlatformRefused("A letter has one text, and its pictures came with several.")
        missing = [each.sha256 for each in order.assets if each.sha256 not in content]
        if missing:
            raise ArtifactMissing(
                f"The bytes of artefact {missing[0]} are needed for the letter and were not given."
            )
        for field in (FieldKind.SUBJECT, FieldKind.BODY):
            if not first.text.get(field):
                raise PlatformRefused(f"The letter for {order.channel} has no {field}.")
        self._text = first.text
        self._link = first.link
        self._language = first.language
        self._step_key = order.step_key
        self._sender = sender
        self._boundary = hashlib.sha256(order.step_key.encode()).hexdigest()[:32]
        self._pictures = tuple(
            ShownPicture(f"cid:{each.sha256[:32]}@phoenix", each.alt_text or "", each.width)
            for each in order.assets
        )
        self._files = b"".join(
            self._file(each.sha256, each.media_type, content[each.sha256]) for each in order.assets
        )

    def to(
        self, reader: str, unsubscribe_url: str, at: datetime, signer: Signer | None = None
    ) -> bytes:
        """Return the letter to one reader, as it goes over the wire."""
        body = self._body(unsubscribe_url)
        headers = self._headers(reader, unsubscribe_url, at)
        if signer is not None:
            headers = [signer.header(headers, body, at), *headers]
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        return head.encode("ascii") + b"\r\n" + body

    def message_id(self, reader: str) -> str:
        """Return the letter's own name, equal every time."""
        host = self._sender[1].rpartition("@")[2]
        return f"<{recipient_key(self._step_key, reader)[:32]}@{host}>"

    def _headers(self, reader: str, unsubscribe_url: str, at: datetime) -> list[Header]:
        message = EmailMessage(policy=SMTP)
        name, address = self._sender
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=reader)
        message["Subject"] = " ".join(self._text[FieldKind.SUBJECT].split())
        message["Date"] = format_datetime(at)
        related = f"related-{self._boundary}"
        written = message.as_bytes().decode("ascii").rstrip("\r\n")
        headers: list[Header] = []
        for line in re.split(r"\r\n(?![ \t])", written):
            found, _, value = line.partition(": ")
            headers.append((found, value))
        return [
            *headers,
            ("Message-ID", self.message_id(reader)),
            ("List-Unsubscribe", f"<{unsubscribe_url}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
            ("MIME-Version", "1.0"),
            (
                "Content-Type",
                f'multipart/related; type="multipart/alternative";\r\n boundary="{related}"',
            ),
        ]

    def _body(self, unsubscribe_url: str) -> bytes:
        related, inner = f"related-{self._boundary}", f"inner-{self._boundary}"
        text = _part("text/plain", self._plain(unsubscribe_url), inner)
        page = _part("text/html", self._page(unsubscribe_url), inner)
        head = f'--{related}\r\nContent-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'
        return b"".join(
            [
                head.encode(),
                text,
                page,
                f"--{inner}--\r\n".encode(),
                self._files,
                f"--{related}--\r\n".encode(),
            ]
        )

    def _plain(self, unsubscribe_url: str) -> str:
        body = self._text[FieldKind.BODY]
        link = self._link if self._link and self._link not in body else None
        below = f"-- \n{_UNSUBSCRIBE[self._language]}: {unsubscribe_url}\n"
        return "\n\n".join(part for part in (body, link, below) if part)

    def _page(self, unsubscribe_url: str) -> str:
        return render(
            __name__,
            "letter.html",
            LetterPage(
                language=self._language,
                subject=self._text[FieldKind.SUBJECT],
                preheader=self._text.get(FieldKind.PREHEADER, ""),
                pictures=self._pictures,
                paragraphs=tuple(_pieces(each) for each in _paragraphs(self._text)),
                button=self._text.get(FieldKind.CALL_TO_ACTION, ""),
                link=self._link,
                unsubscribe=_UNSUBSCRIBE[self._language],
                unsubscribe_url=unsubscribe_url,
            ),
        )

    def _file(self, sha256: str, media_type: str, data: bytes) -> bytes:
        ending = media_type.partition("/")[2]
        head = (
            f"--related-{self._boundary}\r\nContent-Type: {media_type}\r\n"
            f"Content-ID: <{sha256[:32]}@phoenix>\r\n"
            f'Content-Disposition: inline; filename="{sha256[:16]}.{ending}"\r\n'
            "Content-Transfer-Encoding: base64\r\n\r\n"
        )
        return head.encode() + _encoded(data)


def _paragraphs(text: Mapping[str, str]) -> Sequence[str]:
    return [part.strip() for part in text[FieldKind.BODY].split("\n\n") if part.strip()]


def _pieces(paragraph: str) -> tuple[tuple[str, bool], ...]:
    parts = _ADDRESS.split(paragraph)
    return tuple((part, at % 2 == 1) for at, part in enumerate(parts) if part)


def _part(kind: str, text: str, boundary: str) -> bytes:
    head = (
        f"--{boundary}\r\nContent-Type: {kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + _encoded(text.encode())


def _encoded(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")
