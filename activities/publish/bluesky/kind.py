"""Bluesky, as a kind of publisher."""

from typing import Final

from activities.publish.bluesky.publisher import BlueskyPublisher
from activities.publish.bluesky.settings import BlueskySettings
from activities.publish.kind import Abilities, Can, PublisherKind
from contracts import Reconciliation

KIND: Final = PublisherKind(
    name="bluesky",
    about="An account of the AT Protocol, on Bluesky's servers or any other's.",
    settings=BlueskySettings,
    reconciliation=Reconciliation.KEYED,
    abilities=Abilities(
        account=Can.YES,
        find=Can.YES,
        retract=Can.YES,
        remember=Can.NO,
        several_pictures=Can.YES,
        link=Can.YES,
        alt_text=Can.YES,
        threads=Can.NO,
    ),
    limits="bluesky",
    build=BlueskyPublisher,
)
