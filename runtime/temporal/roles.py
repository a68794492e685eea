"""Which work a worker takes: every kind, or the kinds that its role names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from temporalio.api.enums.v1 import TaskQueueType

from contracts import TASK_QUEUE
from contracts.names import COMPUTE_QUEUE, publish_queue
from contracts.repeating import repeated
from domain.platforms import known_placements
from runtime.refusals import WrongUse

EVERYTHING: Final = "all"
"""The role of a worker that is given none."""
_CAMPAIGNS: Final = "campaigns"
_COMPUTE: Final = "compute"
_PUBLISH: Final = "publish"
FORMS: Final = "all, campaigns, compute, publish or publish:channel,channel"


@dataclass(frozen=True)
class Queue:
    """One queue that a worker takes work from."""

    name: str
    channel: str | None = None
    """Whose publications wait in it."""

    @property
    def has_campaigns(self) -> bool:
        """Whether campaigns themselves wait in it, and not activities alone."""
        return self.name == TASK_QUEUE

    @property
    def kind(self) -> TaskQueueType.ValueType:
        """The kind of work whose absence means that the worker has nothing to do."""
        if self.has_campaigns:
            return TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW
        return TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY


@dataclass(frozen=True)
class Role:
    """What a worker does."""

    name: str
    queues: Sequence[Queue]
    """The first is the one whose silence means that the worker is stuck."""

    @property
    def is_all(self) -> bool:
        """Whether the worker takes everything."""
        return self.name == EVERYTHING


def own_queues() -> list[Queue]:
    """Return the queue of each kind of work and channel that has one of its own."""
    channels = sorted({placement.channel for placement in known_placements()})
    publish = [Queue(publish_queue(channel), channel) for channel in channels]
    return [Queue(COMPUTE_QUEUE), *publish]


def read_role(text: str) -> Role:
    """Return the role that is written so.

    Raises:
        WrongUse: There is no such role or channel.
    """
    kind, has_channels, named = text.partition(":")
    campaigns, (compute, *publish) = Queue(TASK_QUEUE), own_queues()
    queues: Mapping[str, Sequence[Queue]] = {
        EVERYTHING: [campaigns, compute, *publish],
        _CAMPAIGNS: [campaigns],
        _COMPUTE: [compute],
        _PUBLISH: publish,
    }
    if kind not in queues or (has_channels and kind != _PUBLISH):
        raise WrongUse(f"--role {repeated(text)}: there is no such role; give {FORMS}")
    if not has_channels:
        return Role(text, queues[kind])
    by_channel = {queue.channel: queue for queue in publish}
    channels = list(dict.fromkeys(named.split(",")))
    if strangers := [channel for channel in channels if channel not in by_channel]:
        known = ", ".join(str(channel) for channel in by_channel)
        stranger = repeated(strangers[0])
        raise WrongUse(
            f"--role {repeated(text)}: {stranger!r} is no channel; the channels are {known}"
        )
    return Role(text, [by_channel[channel] for channel in channels])
