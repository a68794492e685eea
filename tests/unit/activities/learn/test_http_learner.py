"""The learner as a service of the operator's own."""

from typing import Any, Final

import pytest

from activities.learn.http import HttpLearner
from contracts import ContractInvalid, LearnOrder
from tests.support.publishing.networks.server import Reply
from tests.support.services import STEP, served

ORDER: Final = LearnOrder(**STEP, places=["x.post"])


def reply(**report: Any) -> Reply:
    """Return the answer with a report."""
    own = {"step_key": ORDER.step_key, "execution_id": str(ORDER.execution_id)}
    return Reply(200, own | {"report": report})


async def test_its_report_is_taken() -> None:
    """It is asked in an activity of its own, since it does not answer at once."""
    async with served(reply(without_metrics=["x.post"])) as (_, service):
        learner = HttpLearner(service)
        report = await learner.learn(ORDER)

    assert report.without_metrics == ["x.post"]
    assert not learner.answers_at_once


async def test_a_report_about_other_places_is_refused() -> None:
    """What a campaign learns is about its own publications."""
    async with served(reply(without_metrics=["email.newsletter"])) as (_, service):
        with pytest.raises(ContractInvalid, match=r"about email\.newsletter, where nothing was"):
            await HttpLearner(service).learn(ORDER)
