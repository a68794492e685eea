"""Every kind of publisher in every one of its worlds, those of the documentation included."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from activities.ports import Publisher
from activities.publish.kind import PublisherKind
from activities.publish.registry import KINDS
from activities.secret_variables import secrets_of
from contracts import Contract
from tests.support.publishing.documented import documented_kind, documented_worlds
from tests.support.publishing.worlds import WORLDS, World, tools_in

DOCUMENTED: Final = "log"
"""The kind that docs/channels.md adds; it is held to the same promises as what is registered."""
EVERY: Final = [
    *((kind, number) for kind, worlds in WORLDS.items() for number in range(len(worlds))),
    (DOCUMENTED, 0),
]
"""Every kind in every world, by name and number."""


@dataclass(frozen=True)
class Case:
    """A publisher in its world."""

    kind: PublisherKind[Any]
    world: World
    settings: Contract
    publisher: Publisher


def kind_of(name: str) -> PublisherKind[Any]:
    """Return the record of a kind."""
    return documented_kind() if name == DOCUMENTED else KINDS[name]


def world_of(name: str, number: int, folder: Path) -> AbstractAsyncContextManager[World]:
    """Open one of a kind's worlds in a folder."""
    worlds = documented_worlds() if name == DOCUMENTED else WORLDS[name]
    return worlds[number](folder)


def case_of(kind: PublisherKind[Any], world: World, folder: Path) -> Case:
    """Build a publisher as the wiring does."""
    settings = kind.settings.model_validate(world.section)
    secrets = secrets_of(settings, world.environ)
    return Case(
        kind, world, settings, kind.build(settings, replace(tools_in(folder), secrets=secrets))
    )
