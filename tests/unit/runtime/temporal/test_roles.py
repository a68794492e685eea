"""A role says which queues a worker takes work from."""

import pytest

from contracts import TASK_QUEUE
from contracts.names import COMPUTE_QUEUE, publish_queue
from runtime.refusals import WrongUse
from runtime.temporal.roles import EVERYTHING, own_queues, read_role

PUBLISH = [queue.name for queue in own_queues()][1:]


@pytest.mark.parametrize(
    ("text", "queues"),
    [
        (EVERYTHING, [TASK_QUEUE, COMPUTE_QUEUE, *PUBLISH]),
        ("campaigns", [TASK_QUEUE]),
        ("compute", [COMPUTE_QUEUE]),
        ("publish", PUBLISH),
        ("publish:x,email,x", [publish_queue("x"), publish_queue("email")]),
    ],
)
def test_a_role_is_a_list_of_queues(text: str, queues: list[str]) -> None:
    """Campaigns themselves wait in one of them, and only there are they taken."""
    role = read_role(text)

    assert [queue.name for queue in role.queues] == queues
    assert [queue.has_campaigns for queue in role.queues] == [
        queue == TASK_QUEUE for queue in queues
    ]
    assert role.is_all is (text == EVERYTHING)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "there is no such role; give all, campaigns, compute, publish or publish:channel"),
        ("audit", "--role audit: there is no such role"),
        ("compute:x", "there is no such role"),
        ("publish:", "'' is no channel; the channels are bluesky, discord"),
        ("publish:x,instgram", "'instgram' is no channel"),
    ],
)
def test_a_role_that_is_none_is_refused(text: str, told: str) -> None:
    """A typing error starts no worker that takes no work."""
    with pytest.raises(WrongUse, match=told.replace("(", r"\(")):
        read_role(text)
