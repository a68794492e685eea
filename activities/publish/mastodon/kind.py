"""Mastodon, as a kind of publisher."""

from typing import Final

from activities.publish.kind import Abilities, Can, PublisherKind
from activities.publish.mastodon.publisher import MastodonPublisher
from activities.publish.mastodon.settings import MastodonSettings
from contracts import Reconciliation

KIND: Final = PublisherKind(
    name="mastodon",
    about="An account on a server that speaks Mastodon's API, whose own limits are kept to.",
    settings=MastodonSettings,
    reconciliation=Reconciliation.QUERYABLE,
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
    limits="mastodon",
    build=MastodonPublisher,
)
