"""The registry has every kind of publisher, and each kind's record is true."""

from pathlib import Path

import pytest

from activities.publish.kind import Can
from activities.publish.registry import DEFAULT, KINDS
from domain.platforms import known_placements
from tests.support.paths import ROOT
from tests.support.publishing.cases import EVERY, NAMES, kind_of, world_of
from tests.support.publishing.worlds.registry import WORLDS


@pytest.mark.parametrize("name", NAMES)
def test_a_kind_says_all_about_itself(name: str) -> None:
    """The documentation of a publisher and of each of its fields is made from its record."""
    kind = kind_of(name)

    undescribed = [
        field for field, known in kind.settings.model_fields.items() if not known.description
    ]
    assert kind.name == name
    assert kind.about.endswith(".")
    assert undescribed == []


@pytest.mark.parametrize("name", NAMES)
async def test_a_kind_claims_what_its_worlds_show(name: str, tmp_path: Path) -> None:
    """What a kind says that it can, all of its publishers can, and "as set" has both cases."""
    claims = {Can.YES: {True}, Can.NO: {False}, Can.AS_SET: {True, False}}
    finds, retracts, remembers = set[bool](), set[bool](), set[bool]()
    for _, number in (each for each in EVERY if each[0] == name):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with world_of(name, number, folder) as world:
            finds.add(world.finds)
            retracts.add(world.retracts)
            remembers.add(world.remembers)

    abilities = kind_of(name).abilities
    assert finds == claims[abilities.find]
    assert retracts == claims[abilities.retract]
    assert remembers == claims[abilities.remember]


def test_every_kind_is_registered_and_has_a_world() -> None:
    """No publisher can be added that the file cannot name, or that is held to no promise."""
    folders = {path.parent.name for path in (ROOT / "activities/publish").glob("*/kind.py")}

    assert set(KINDS) == folders
    assert set(WORLDS) == folders
    assert all(WORLDS.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_kind_for_one_channel_has_its_limits(name: str) -> None:
    """What is made for a network is written, drawn and audited by that network's own limits."""
    channels = {known.channel for known in known_placements()}

    assert kind_of(name).limits in {None, *channels}


def test_what_some_can_is_not_known_of_all() -> None:
    """Whoever reads a record is told that the settings decide, and not that nobody can."""
    assert [can.known for can in (Can.YES, Can.NO, Can.AS_SET)] == [True, False, None]


def test_the_default_needs_no_settings() -> None:
    """A channel that no file names can be published on."""
    assert DEFAULT.settings().model_fields_set == set()
    assert KINDS[DEFAULT.name] is DEFAULT
