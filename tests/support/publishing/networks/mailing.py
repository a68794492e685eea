"""A publisher of letters to a mail server of the tests, and the list that it writes to."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr

from activities.ports import RecipientLedger
from activities.publish.email.publisher import EmailPublisher
from activities.publish.email.settings import EmailSettings
from activities.publish.kind import PublisherTools
from contracts import PublishOrder, utc_now
from tests.support.fakes.recipients import FakeRecipients
from tests.support.publishing.networks.mail import PASSWORD, USER, Mail
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order

CONTENT: Final = {SHA: PICTURE}
SECRET: Final = "a secret of the tests alone"  # noqa: S105 - it opens nothing
BODY: Final = "Café recién tostado.\n\nPruébalo: https://tostadores.example/otono"
TEXT: Final = {
    "subject": "Café de otoño",
    "preheader": "Recién tostado",
    "headline": "Otoño",
    "body": BODY,
    "call_to_action": "Ver el café",
}


def letter_order(**changes: Any) -> PublishOrder:
    """Return an order for a letter, whose creative has these fields changed."""
    given = {"text": TEXT, "link": "https://tostadores.example/otono"} | changes
    return order("email", placement="newsletter", assets=[asset("email", **given)])


@dataclass
class Mailing:
    """A list, and what is remembered of its readers."""

    server: Mail
    folder: Path
    ledger: RecipientLedger = field(default_factory=FakeRecipients)

    def write(self, readers: Iterable[str], consent: str = "yes") -> Path:
        """Write the list anew."""
        file = self.folder / "list.csv"
        lines = ["email,consent", *(f"{reader},{consent}" for reader in readers)]
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    def publisher(self, **changes: Any) -> EmailPublisher:
        """Return a publisher with these settings changed."""
        key = changes.pop("key", None)
        values = {
            "host": "127.0.0.1",
            "port": self.server.port,
            "security": "none",
            "username": USER,
            "password_env": "PASSWORD",
            "sender": "Tostadores <news@tostadores.example>",
            "recipients": str(self.folder / "list.csv"),
            "unsubscribe_url": "https://tostadores.example/out/{token}",
            "unsubscribe_env": "OUT",
            "rate_per_minute": 60_000,
        } | changes
        if key is not None:
            values |= {"dkim_selector": "fall", "dkim_key_env": "KEY"}
        secrets = {"PASSWORD": PASSWORD, "OUT": SECRET, "KEY": key or ""}
        tools = PublisherTools(
            clock=utc_now,
            outbox=self.folder,
            secrets={name: SecretStr(secret) for name, secret in secrets.items()},
            recipients=self.ledger,
        )
        return EmailPublisher(EmailSettings.model_validate(values), tools)

    @property
    def book(self) -> FakeRecipients:
        """The ledger, when it is in memory."""
        assert isinstance(self.ledger, FakeRecipients)
        return self.ledger

    @property
    def readers(self) -> list[str]:
        """Who has got a letter, once for each."""
        return [letter.reader for letter in self.server.letters]
