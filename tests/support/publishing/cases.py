"""Every kind of publisher in every one of its worlds, those of the documentation included."""

import json
from collections.abc import Awaitable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from activities.ports import Publisher
from activities.publish.kind import PublisherKind
from activities.publish.registry import KINDS
from activities.secret_variables import secrets_of
from contracts import CampaignError, Contract
from runtime.wiring.channels import build_publishers
from tests.support.publishing.documented import documented_kind, documented_worlds
from tests.support.publishing.worlds.registry import WORLDS
from tests.support.publishing.worlds.world import World, tools_in

DOCUMENTED: Final = "log"
"""The kind that docs/channels.md adds; it is held to the same promises as what is registered."""
NAMES: Final = sorted({*KINDS, DOCUMENTED})
"""Every kind; whoever follows the page registers its own."""
_WORLDS: Final = {DOCUMENTED: documented_worlds(), **WORLDS}
EVERY: Final = [(kind, number) for kind in NAMES for number in range(len(_WORLDS.get(kind, [])))]
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
    return KINDS[name] if name in KINDS else documented_kind()


def world_of(name: str, number: int, folder: Path) -> AbstractAsyncContextManager[World]:
    """Open one of a kind's worlds in a folder."""
    return _WORLDS[name][number](folder)


def case_of(kind: PublisherKind[Any], world: World, folder: Path) -> Case:
    """Build a publisher as the wiring does."""
    settings = kind.settings.model_validate(world.section)
    secrets = secrets_of(settings, world.environ)
    return Case(
        kind, world, settings, kind.build(settings, replace(tools_in(folder), secrets=secrets))
    )


async def error_of(asked: Awaitable[object]) -> CampaignError | None:
    """Return what a call raises, or `None` when it ends well."""
    try:
        await asked
    except CampaignError as error:
        return error
    return None


def wired(
    kind: PublisherKind[Any],
    section: Mapping[str, object],
    environ: Mapping[str, str],
    folder: Path,
) -> object:
    """Build a publisher from a file of channels that has one section."""
    file = folder / "channels.toml"
    given = {"publisher": kind.name, **section}
    lines = [f"{name} = {json.dumps(value)}" for name, value in given.items()]
    section_of_it = f"[channels.{kind.limits or 'instagram'}]"
    file.write_text("\n".join([section_of_it, *lines]), encoding="utf-8")
    return build_publishers(file, tools_in(folder), environ, {kind.name: kind})
