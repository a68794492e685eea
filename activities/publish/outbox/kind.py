"""The outbox, as a kind of publisher."""

from typing import Final

from activities.publish.kind import Abilities, Can, PublisherKind, PublisherTools
from activities.publish.outbox.publisher import Outbox
from contracts import Contract, Reconciliation


class OutboxSettings(Contract):
    """Nothing: where the outbox lies is a setting of the whole installation."""


def _build(_: OutboxSettings, tools: PublisherTools) -> Outbox:
    return Outbox(tools.outbox, tools.clock)


KIND: Final = PublisherKind(
    name="outbox",
    about="A folder for each tenant on this machine: a page per post, an overview and a feed.",
    settings=OutboxSettings,
    reconciliation=Reconciliation.KEYED,
    abilities=Abilities(
        account=Can.NO,
        find=Can.YES,
        retract=Can.YES,
        remember=Can.YES,
        several_pictures=Can.YES,
        link=Can.YES,
        alt_text=Can.YES,
        threads=Can.NO,
    ),
    limits=None,
    build=_build,
)
