"""E-mail, as a kind of publisher."""

from typing import Final

from activities.publish.email.publisher import EmailPublisher
from activities.publish.email.settings import EmailSettings
from activities.publish.kind import Abilities, Can, PublisherKind
from contracts import Reconciliation

KIND: Final = PublisherKind(
    name="email",
    about="A letter to everybody on a list who has agreed to it, by your SMTP server.",
    settings=EmailSettings,
    reconciliation=Reconciliation.KEYED,
    abilities=Abilities(
        account=Can.YES,
        find=Can.YES,
        retract=Can.NO,
        remember=Can.NO,
        several_pictures=Can.YES,
        link=Can.YES,
        alt_text=Can.YES,
        threads=Can.NO,
    ),
    limits="email",
    build=EmailPublisher,
)
