"""What a kind of publisher says of itself: one record per folder beside this file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr

from activities.ports import Publisher, RecipientLedger
from contracts import Contract, Reconciliation

S = TypeVar("S", bound=Contract)


class Can(StrEnum):
    """Whether the publishers of a kind can do something."""

    YES = "yes"
    NO = "no"
    AS_SET = "as set"
    """Some can: the settings, or the platform behind them, decide."""

    @property
    def known(self) -> bool | None:
        """Whether all of them can; `None` when that is decided elsewhere."""
        return None if self is Can.AS_SET else self is Can.YES


class Abilities(Contract):
    """What the publishers of a kind can do: whoever adds a kind has to answer for each."""

    account: Can
    """Say beforehand whether its credentials are accepted, and whose they are."""
    find: Can
    """Say what is out under a key."""
    retract: Can
    """Take back what is out."""
    remember: Can
    """Tell what was taken back from what was never out."""
    several_pictures: Can
    """Publish more than one picture in a post."""
    link: Can
    """Lead readers to the link of an asset."""
    alt_text: Can
    """Describe a picture to those who cannot see it."""
    threads: Can
    """Go on in further posts where one is too short."""


@dataclass(frozen=True)
class PublisherTools:
    """What a publisher may use of its surroundings, and nothing else of them."""

    clock: Callable[[], datetime]
    outbox: Path
    """The folder that is set for publications on this machine."""
    secrets: Mapping[str, SecretStr] = field(default_factory=dict[str, SecretStr])
    """By variable: those that the publisher's own settings name."""
    signer: Ed25519PrivateKey | None = None
    """The worker's key, with which it says that the gate let something through; none where nothing
    is published."""
    recipients: RecipientLedger | None = None
    """Who was written to; none where nothing is published, as for a plan."""


@dataclass(frozen=True)
class PublisherKind(Generic[S]):
    """One way to the public: how it is called, what it can, and how it is built.

    Building opens nothing that could fail: a worker builds all publishers before it takes work.
    """

    name: str
    """What stands as `publisher` in the file of channels; its folder is called so too."""
    about: str
    """What it is, in one sentence."""
    settings: type[S]
    """What else the file may say of it. The docstrings of the fields are the documentation."""
    reconciliation: Reconciliation | None
    """What every publisher of the kind promises; `None` when its settings say it."""
    abilities: Abilities
    limits: str | None
    """The channel that it serves, whose file in `domain/platforms` says what it takes; `None` when
    it serves any."""
    build: Callable[[S, PublisherTools], Publisher]
