"""What each channel takes and how it looks: one TOML file per channel, with its sources."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from contracts import ContractInvalid
from domain.package_data import every_data_beside
from domain.platforms.channels import Channel, read_channels
from domain.platforms.constraints import Constraint, is_limit_of, read_constraint
from domain.platforms.looks import Look, plain_look
from domain.platforms.placements import FieldLimit, Placement
from domain.platforms.vocabulary import Enforcement, FieldKind, Part, PreviewLayout

__all__ = [
    "Enforcement",
    "FieldKind",
    "FieldLimit",
    "Look",
    "Part",
    "Placement",
    "PreviewLayout",
    "known_constraint",
    "known_placements",
    "look_of",
    "placement_of",
]


def placement_of(channel: str, placement: str) -> Placement:
    """Return what a placement takes.

    Raises:
        ContractInvalid: There is no such placement; the message names those there are. Or a
            channel's file does not fit.
    """
    known = _channels().get(channel)
    found = None if known is None else known.placements.get(placement)
    if found is None:
        names = ", ".join(f"{each.channel}.{each.placement}" for each in known_placements())
        raise ContractInvalid(
            f"channels: {channel}.{placement} is not a known placement; known are {names}"
        )
    return found


def known_constraint(key: str, value: Any) -> Constraint | None:
    """Return what an entry of a campaign's constraints limits, if a placement has such a limit."""
    read = read_constraint(key, value)
    if read is None or read.channel not in _channels():
        return None
    place = _channels()[read.channel].placements.get(read.placement)
    return read if place is not None and is_limit_of(place.fields, read.limit) else None


def known_placements() -> list[Placement]:
    """Return every placement, in the order of channel and placement.

    Raises:
        ContractInvalid: A channel's file does not fit.
    """
    return [
        placement
        for _, channel in sorted(_channels().items())
        for _, placement in sorted(channel.placements.items())
    ]


def look_of(channel: str) -> Look:
    """Return how a channel's posts look; plain for a channel that there is no file of.

    What was published is shown for longer than its channel is known.
    """
    known = _channels().get(channel)
    return plain_look(channel) if known is None else known.look


@cache
def _channels() -> Mapping[str, Channel]:
    return read_channels(every_data_beside(__name__))
