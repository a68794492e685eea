"""What a publisher publishes into, and what the public sees."""

from collections.abc import Callable, Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path

from activities.publish.kind import PublisherTools
from contracts import utc_now
from tests.support.fakes.recipients import FakeRecipients
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import COPY


@dataclass(frozen=True)
class World:
    """Surroundings that one publisher can work in."""

    shown: Callable[[], list[str]]
    """Everything that the public sees, one text for every publication that is out."""
    section: Mapping[str, object] = field(default_factory=dict[str, object])
    """What the file of channels says below `publisher`."""
    environ: Mapping[str, str] = field(default_factory=dict[str, str])
    """The variables that hold the secrets."""
    finds: bool = True
    """Whether this publisher can say what is out under a key."""
    retracts: bool = True
    """Whether this publisher can take back what is out."""
    remembers: bool = True
    """Whether this publisher can tell what was taken back from what was never out."""
    fields: Collection[str] = tuple(COPY)
    """The fields of the copy that readers meet as text; others stand on the picture alone."""
    letters: Callable[[], list[tuple[str, str]]] | None = None
    """Each reader's address with what the reader got, or no address with all that a post says;
    `None` where `shown` says as much."""
    meet: Callable[[Trouble], object] | None = field(kw_only=True)
    """Lets the next call that publishes meet a fault; `None` where there is no server."""


Open = Callable[[Path], AbstractAsyncContextManager[World]]
"""Opens a world that keeps its things in a folder."""


def tools_in(folder: Path) -> PublisherTools:
    """Return what publishers may use, with an outbox in this folder and no secrets."""
    return PublisherTools(clock=utc_now, outbox=folder / "outbox", recipients=FakeRecipients())
