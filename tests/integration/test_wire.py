"""What no reader of JSON can rely on is refused on the wire, with the name of the field."""

from typing import Final

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue

from contracts import CampaignPayload, FailureReason, WaitingFor, workflow_id
from tests.support.builders import EXECUTION, request
from tests.support.world import Campaign, World

REQUEST: Final = request("instagram").model_dump_json()
TOTAL: Final = '"total":1200.0'


def raw(text: str) -> RawValue:
    """Return a text as a client in another language sends it."""
    return RawValue(Payload(metadata={"encoding": b"json/plain"}, data=text.encode()))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            REQUEST.replace(TOTAL, '"total":NaN'),
            "budget.total: must be a finite number",
        ),
        (
            REQUEST.replace(TOTAL, '"total":-Infinity'),
            "budget.total: must be a finite number",
        ),
        (
            REQUEST.replace(TOTAL, '"total":1e999'),
            "budget.total: must be a finite number",
        ),
        (REQUEST.replace('{"camp', '{"name": "x", "camp', 1), "name: stands twice"),
        (REQUEST.replace('"total":', '"total": 1, "total":', 1), "budget.total: stands twice"),
        (REQUEST.replace('"name":"', '"name":"\\ud800', 1), "name: must not hold half of a char"),
    ],
    ids=["NaN", "Infinity", "overflow", "double", "double within", "surrogate"],
)
async def test_a_request_that_is_no_json_ends_as_such(world: World, text: str, told: str) -> None:
    """Nobody guesses which of two values was meant, and the campaign never begins."""
    assert text != REQUEST
    handle = await world.client.start_workflow(
        "CampaignWorkflow",
        raw(text),
        id=workflow_id(EXECUTION),
        task_queue="campaigns",
        result_type=CampaignPayload,
    )

    error = await Campaign(handle).failure()

    assert error.type == FailureReason.CONTRACT_INVALID
    assert f"does not fit CampaignRequest: {told}" in error.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"by": NaN}', "by: must be a finite number"),
        ('{"by": "Ana", "by": "Eva"}', "by: stands twice"),
        ('{"by": "Ana\\udfff"}', "by: must not hold half of a character"),
    ],
)
async def test_a_message_that_is_no_json_is_refused(world: World, text: str, told: str) -> None:
    """As an update its sender is told, as a signal the campaign's log is, and it goes on."""
    campaign = await world.start(request("instagram"))
    await campaign.waits_for(WaitingFor.METRICS)

    assert f"does not fit PauseMessage: {told}" in await campaign.refusal("pause", raw(text))
    await campaign.handle.signal("pause", raw(text))
    payload = await campaign.payload()

    (refused,) = [one for one in payload.execution_log if one.action == "signal_refused"]
    assert told in refused.metadata["why"]
    assert not (await campaign.status()).paused
