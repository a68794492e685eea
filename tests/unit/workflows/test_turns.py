"""Where a step waits, and when it is its turn, follows from the request and its admission."""

import pytest
from temporalio.common import Priority

from contracts import Admission, Contract, TenantPolicy
from contracts.names import COMPUTE_QUEUE, publish_queue
from domain.signing import digest
from tests.support.builders import TENANT, request
from tests.support.campaigns.parts import asset
from workflows.inputs import Inputs
from workflows.policies import STAGE
from workflows.turns import in_turn, priority_of

REQUEST = request("x", priority=1)
INPUTS = Inputs(REQUEST)
SHA = "0" * 64
(PLAN,) = REQUEST.channels
ASSETS = [asset(placement=PLAN.placement)]
KINDS: list[tuple[Contract, str | None]] = [
    (INPUTS.radar(), None),
    (INPUTS.strategy(SHA), None),
    (INPUTS.content(PLAN, SHA), COMPUTE_QUEUE),
    (INPUTS.audit(ASSETS, SHA, SHA), COMPUTE_QUEUE),
    (INPUTS.publish(PLAN, ASSETS, SHA, SHA, SHA, None), publish_queue("x")),
    (INPUTS.settle(PLAN.place, None, retract=True), publish_queue("x")),
]


def admission(*, queues_apart: bool) -> Admission:
    """Return what a tenant with a weight is admitted with."""
    policy = TenantPolicy(source="a test", fairness_weight=2.5)
    return Admission(policy=policy, policy_sha256=digest(policy), queues_apart=queues_apart)


@pytest.mark.parametrize(("given", "queue"), KINDS)
def test_a_step_waits_in_the_queue_of_its_kind(given: Contract, queue: str | None) -> None:
    """What computes and what publishes wait apart, and only where they were admitted so."""
    together = in_turn(STAGE, given, REQUEST, admission(queues_apart=False))
    apart = in_turn(STAGE, given, REQUEST, admission(queues_apart=True))

    assert "task_queue" not in together
    assert apart.get("task_queue") == queue
    assert (
        apart.get("priority")
        == together.get("priority")
        == Priority(priority_key=1, fairness_key=str(TENANT), fairness_weight=2.5)
    )


def test_nothing_is_known_before_the_admission() -> None:
    """The admission itself waits where the campaign does, in the turn that it was started with."""
    assert in_turn(STAGE, INPUTS.radar(), REQUEST, None) == STAGE
    assert priority_of(request("x")) == Priority(priority_key=3, fairness_key=str(TENANT))
