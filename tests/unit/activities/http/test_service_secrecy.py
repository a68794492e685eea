"""A service may repeat its secret, or the token of its address: nothing of it is kept."""

import json
from collections.abc import Iterator
from typing import Any, Final

import pytest

from activities.promises import note_promise
from contracts import AnswerPending, ContractInvalid, LearnAnswer, LearnOrder
from tests.chaos.platform import SECRET
from tests.support.builders import EXECUTION
from tests.support.canaries.spellings import SPELLINGS
from tests.support.publishing.networks.server import Reply
from tests.support.services import STEP, served

ORDER: Final = LearnOrder(**STEP, places=["x.post"])
TOKEN: Final = "0123456789abcdef0123456789abcdef"  # noqa: S105 - it opens nothing
DONE: Final[dict[str, Any]] = {
    "step_key": ORDER.step_key,
    "execution_id": str(EXECUTION),
    "report": {"without_metrics": ["x.post"]},
}


@pytest.fixture(autouse=True)
def nothing_promised() -> Iterator[None]:
    """Begin and end each test without a promise."""
    note_promise(None)
    yield
    note_promise(None)


@pytest.mark.parametrize("secret", [SECRET, TOKEN, json.dumps({"key": SECRET})])
@pytest.mark.parametrize("field", ["step_key", "report"])
async def test_an_answer_that_repeats_a_secret_is_none(secret: str, field: str) -> None:
    """Nothing with a gap is believed or published; the field is named, and not its value."""
    said = {"step_key": f"{secret} 1"} if field == "step_key" else {"report": {"a": [secret]}}
    async with served(Reply(200, DONE | said), below=f"/{TOKEN}") as (_, service):
        with pytest.raises(ContractInvalid) as caught:
            await service.follow(ORDER, LearnAnswer)

    assert f"{field if field == 'step_key' else 'report.a.0'}: must not repeat" in str(caught.value)
    assert secret[:12] not in str(caught.value)


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_an_answer_that_spells_a_secret_otherwise_is_none(spelling: str) -> None:
    """Its field is named, however the secret stands in it."""
    said = {"report": {"a": [SPELLINGS[spelling](SECRET)]}}
    async with served(Reply(200, DONE | said)) as (_, service):
        with pytest.raises(ContractInvalid, match=r"report\.a\.0: must not repeat"):
            await service.follow(ORDER, LearnAnswer)


async def test_a_place_below_a_secret_address_is_noted_without_it() -> None:
    """The history has no token, and the service is asked where it said."""
    later = Reply(202, b"", {"location": f"/{TOKEN}/jobs/7?x=1"})
    async with served(later, below=f"/{TOKEN}") as (server, service):
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)
        noted = caught.value.pending
        note_promise(noted)
        server.usual = Reply(200, DONE)
        await service.follow(ORDER, LearnAnswer)

    assert noted.place == "~/jobs/7?x=1"
    assert server.heard[-1].method == "GET"
    assert server.heard[-1].target == f"/{TOKEN}/jobs/7?x=1"


async def test_a_place_beside_a_secret_address_is_noted_without_it() -> None:
    """A relative place stands beside the last part of the address, below the token."""
    later = Reply(202, b"", {"location": "jobs/7"})
    async with served(later, below=f"/{TOKEN}/strategy") as (server, service):
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)
        noted = caught.value.pending
        note_promise(noted)
        server.usual = Reply(200, DONE)
        await service.follow(ORDER, LearnAnswer)

    assert noted.place == "~../jobs/7"
    assert server.heard[-1].target == f"/{TOKEN}/jobs/7"


@pytest.mark.parametrize("location", [f"/other/{TOKEN}/7", f"/{TOKEN}/jobs?again={TOKEN}"])
async def test_a_place_that_repeats_a_secret_otherwise_is_refused(location: str) -> None:
    """It could be noted in no other way."""
    later = Reply(202, b"", {"location": location})
    async with served(later, below=f"/{TOKEN}") as (_, service):
        with pytest.raises(ContractInvalid, match="a Location that repeats") as caught:
            await service.follow(ORDER, LearnAnswer)

    assert TOKEN[:12] not in str(caught.value)
