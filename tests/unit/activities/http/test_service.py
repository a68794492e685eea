"""A service of an operator's own: what it is sent, and what each of its answers comes to.

Longer than 250 lines because each answer that a service can give has its case here.
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from pydantic import ValidationError
from standardwebhooks import Webhook

from activities.http.service_settings import HttpService
from activities.promises import note_promise
from contracts import (
    AnswerPending,
    CampaignError,
    ContractInvalid,
    LearnAnswer,
    LearnOrder,
    PendingAnswer,
    PlatformRefused,
    PlatformUnavailable,
)
from domain.signing import canonical
from tests.chaos.platform import SECRET
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT
from tests.support.publishing.networks.server import Reply
from tests.support.publishing.networks.troubles import Trouble
from tests.support.services import STEP, served, service_at

ORDER: Final = LearnOrder(**STEP, places=["x.post"])
ANSWER: Final[dict[str, Any]] = {
    "step_key": ORDER.step_key,
    "execution_id": str(EXECUTION),
    "report": {"without_metrics": ["x.post"]},
}
DONE: Final = Reply(200, ANSWER)
UNTIL: Final = MOMENT + timedelta(hours=72)


@pytest.fixture(autouse=True)
def nothing_promised() -> Iterator[None]:
    """Begin and end each test without a promise."""
    note_promise(None)
    yield
    note_promise(None)


def promise(place: str | None, asks: int = 1) -> None:
    """Let an earlier attempt have been promised an answer."""
    note_promise(PendingAnswer(place=place, until=UNTIL, asks=asks))


async def failure(reply: Reply | Trouble, **settings: Any) -> CampaignError:
    """Return what an order comes to that is answered so."""
    usual, troubles = (reply, ()) if isinstance(reply, Reply) else (DONE, (reply,))
    async with served(usual, *troubles, **settings) as (_, service):
        with pytest.raises(CampaignError) as caught:
            await service.follow(ORDER, LearnAnswer)
    return caught.value


async def test_an_order_is_posted_signed_and_under_its_key() -> None:
    """A service reads the order by its schema, and can be sure who sent it."""
    async with served(DONE) as (server, service):
        answer = await service.follow(ORDER, LearnAnswer)

    (request,) = server.heard
    assert answer.report.without_metrics == ["x.post"]
    assert request.method == "POST"
    assert request.body == canonical(ORDER)
    assert request.headers["idempotency-key"] == request.headers["webhook-id"] == ORDER.step_key
    assert LearnOrder.model_validate_json(request.body) == ORDER
    signature = Webhook(SECRET).sign(ORDER.step_key, MOMENT, request.body.decode())
    assert request.headers["webhook-signature"] == signature


async def test_another_revision_is_another_order() -> None:
    """A service that keeps answers by key never answers a revision with what it made before."""
    order = ORDER.model_copy(update={"revision": 2})
    async with served(Reply(200, ANSWER | {"revision": 2})) as (server, service):
        await service.follow(order, LearnAnswer)

    assert server.heard[0].headers["idempotency-key"] == f"{ORDER.step_key}:revision:2"


async def test_a_plan_s_order_is_told_from_the_campaign_s() -> None:
    """What is made for a plan is never the answer to the order in earnest."""
    async with served(DONE, is_rehearsed=True) as (server, service):
        await service.follow(ORDER, LearnAnswer)

    body = hashlib.sha256(server.heard[0].body).hexdigest()
    assert server.heard[0].headers["idempotency-key"] == f"plan:{body}:{ORDER.step_key}"


@pytest.mark.parametrize(
    ("reply", "kind", "said"),
    [
        (Trouble.CUT_BEFORE, PlatformUnavailable, "gave no whole answer"),
        (Trouble.CUT_AFTER, PlatformUnavailable, "gave no whole answer"),
        (Trouble.BROKEN_AFTER, PlatformUnavailable, "answered 500"),
        (Trouble.BUSY, PlatformUnavailable, "answered 429"),
        (Trouble.NONSENSE, PlatformUnavailable, "which is no JSON"),
        (Trouble.NOTHING, PlatformUnavailable, "which is no JSON"),
        (Trouble.HUGE, PlatformUnavailable, "answered 500"),
        (Trouble.REFUSED, ContractInvalid, "the order does not fit what it takes"),
        (Trouble.REVOKED, PlatformRefused, "answered 401"),
        (Trouble.MOVED, PlatformRefused, "answered 308"),
        (Reply(204), PlatformUnavailable, "which is no JSON"),
        (Reply(409, {"error": "under way"}), PlatformUnavailable, "answered 409"),
        (Reply(422, {"error": "no places"}), ContractInvalid, "no places"),
        (Reply(404, b""), PlatformRefused, "answered 404"),
        (Reply(200, ANSWER["report"]), ContractInvalid, "no LearnAnswer: step_key: is required"),
        (Reply(200, [ANSWER]), ContractInvalid, "answered no LearnAnswer"),
        (Reply(200, b"null"), ContractInvalid, "answered no LearnAnswer"),
        (Reply(200, ANSWER | {"extra": 1}), ContractInvalid, "extra: is not a field"),
        (
            Reply(200, b'{"step_key": "a", "step_key": "b"}'),
            ContractInvalid,
            "step_key: stands twice",
        ),
        (Reply(200, b"[" * 100_000), ContractInvalid, "must not be nested so deeply"),
        (Reply(200, b'{"score": NaN}'), ContractInvalid, "must be a finite number"),
        (
            Reply(200, ANSWER | {"step_key": "other"}),
            ContractInvalid,
            f"step_key is other and must be {ORDER.step_key}",
        ),
        (
            Reply(200, ANSWER | {"execution_id": str(CAMPAIGN)}),
            ContractInvalid,
            f"execution_id is {CAMPAIGN} and must be {EXECUTION}",
        ),
        (Reply(200, ANSWER | {"revision": 3}), ContractInvalid, "revision is 3 and must be 0"),
        (Reply(200, json.dumps(ANSWER).encode()[:60]), PlatformUnavailable, "no JSON"),
    ],
)
async def test_every_other_answer_has_its_class(
    reply: Reply | Trouble, kind: type[CampaignError], said: str
) -> None:
    """What may pass is tried again, and what would come again ends the campaign by its reason."""
    error = await failure(reply)

    assert type(error) is kind
    assert said in str(error)


async def test_a_mark_of_the_byte_order_is_no_part_of_an_answer() -> None:
    """Some platforms write one before their JSON."""
    async with served(Reply(200, b"\xef\xbb\xbf" + json.dumps(ANSWER).encode())) as (_, service):
        assert (await service.follow(ORDER, LearnAnswer)).report.without_metrics


async def test_who_is_busy_says_for_how_long() -> None:
    """The campaign leaves the service alone as it asks."""
    error = await failure(Reply(503, b"", {"retry-after": "90"}))

    assert isinstance(error, PlatformUnavailable)
    assert error.retry_after == timedelta(seconds=90)


async def test_more_than_is_read_is_no_answer() -> None:
    """A service without end fills no worker's memory."""
    big = ANSWER | {"report": {"without_metrics": ["x.post"] * 400}}

    error = await failure(Reply(200, big), max_answer_bytes=1024)

    assert isinstance(error, ContractInvalid)
    assert "more than 1,024 bytes" in str(error)


async def test_an_order_that_is_too_large_is_not_sent() -> None:
    """The service's own limit is known before it is met."""
    order = ORDER.model_copy(update={"places": ["x.post"] * 400})
    async with served(DONE, max_request_bytes=1024) as (server, service):
        with pytest.raises(ContractInvalid, match=r"takes [\d,]+ bytes, and .* 1,024 at most"):
            await service.follow(order, LearnAnswer)

    assert server.heard == []


async def test_a_service_that_is_away_is_tried_again() -> None:
    """Nothing was sent, so a retry may help."""
    with pytest.raises(PlatformUnavailable, match="could not be reached"):
        await service_at("http://127.0.0.1:1").follow(ORDER, LearnAnswer)


async def test_a_promise_says_where_and_when_to_ask() -> None:
    """The campaign waits on its own timer, and no worker waits with it."""
    later = Reply(202, b"", {"location": "/jobs/7", "retry-after": "120"})
    async with served(later) as (server, service):
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)

    assert caught.value.pending == PendingAnswer(place=f"{server.url}/jobs/7", until=UNTIL, asks=1)
    assert caught.value.retry_after == timedelta(seconds=120)


async def test_a_promise_without_a_place_is_asked_for_by_the_same_order() -> None:
    """A service that knows its keys needs no second address."""
    async with served(Reply(202)) as (server, service):
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)
        note_promise(caught.value.pending)
        server.usual = DONE

        assert (await service.follow(ORDER, LearnAnswer)).report.without_metrics

    assert [one.method for one in server.heard] == ["POST", "POST"]
    assert server.heard[0].body == server.heard[1].body


@pytest.mark.parametrize(
    "location", ["https://elsewhere.example/jobs/7", "//169.254.169.254/", f"/{'j' * 2000}"]
)
async def test_nobody_is_asked_at_another_address(location: str) -> None:
    """What a service answers sends the worker nowhere."""
    error = await failure(Reply(202, b"", {"location": location}))

    assert isinstance(error, PlatformRefused)
    assert "another address" in str(error)


async def test_a_promise_of_somebody_else_s_leads_nowhere() -> None:
    """Whoever can write into Temporal has no worker ask another address for him."""
    async with served(DONE) as (server, service):
        promise("http://169.254.169.254/latest/meta-data/")
        with pytest.raises(PlatformRefused, match="another address than its own"):
            await service.follow(ORDER, LearnAnswer)

    assert server.heard == []


async def test_what_was_promised_is_asked_for_where_it_was_said() -> None:
    """A question is signed as one, so that a recorded one is no order."""
    async with served(DONE) as (server, service):
        promise(f"{server.url}/jobs/7")

        assert (await service.follow(ORDER, LearnAnswer)).report.without_metrics

    (request,) = server.heard
    assert (request.method, request.path, request.body) == ("GET", "/jobs/7", b"")
    assert request.headers["webhook-id"] == f"ask:{ORDER.step_key}"
    assert request.headers["idempotency-key"] == ORDER.step_key


@pytest.mark.parametrize(
    ("reply", "place"),
    [
        (Reply(202), "/jobs/7"),
        (Reply(202, b"", {"location": "/jobs/8"}), "/jobs/8"),
        (Reply(303, b"", {"location": "/results/7"}), "/results/7"),
        (Reply(503), "/jobs/7"),
        (Trouble.CUT_BEFORE, "/jobs/7"),
        (Reply(404), None),
        (Reply(410), None),
    ],
)
async def test_until_it_is_there_it_is_asked_for_again(
    reply: Reply | Trouble, place: str | None
) -> None:
    """A service that is away or was restarted costs no retry while an answer is promised."""
    usual, troubles = (reply, ()) if isinstance(reply, Reply) else (DONE, (reply,))
    async with served(usual, *troubles) as (server, service):
        promise(f"{server.url}/jobs/7", asks=3)
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)

    wanted = None if place is None else f"{server.url}{place}"
    assert caught.value.pending == PendingAnswer(place=wanted, until=UNTIL, asks=4)


async def test_an_order_that_is_posted_again_costs_no_retry_either() -> None:
    """A promise without a place holds through an outage, too."""
    async with served(Reply(503, b"", {"retry-after": "90"})) as (_, service):
        promise(None, asks=3)
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)

    assert caught.value.pending == PendingAnswer(place=None, until=UNTIL, asks=4)
    assert caught.value.retry_after == timedelta(seconds=90)


async def test_a_promise_that_is_refused_ends() -> None:
    """Who may not ask is told so, and is not left waiting."""
    async with served(Reply(403)) as (server, service):
        promise(f"{server.url}/jobs/7")
        with pytest.raises(PlatformRefused, match="answered 403"):
            await service.follow(ORDER, LearnAnswer)


@pytest.mark.parametrize(("asks", "pause"), [(0, 1.0), (4, 1.25**4), (200, 1800.0)])
async def test_questions_become_rare(asks: int, pause: float) -> None:
    """Two days of waiting are some hundred questions, and not a hundred thousand."""
    async with served(Reply(202, b"", {"retry-after": "0"})) as (server, service):
        promise(f"{server.url}/jobs/7", asks=asks)
        with pytest.raises(AnswerPending) as caught:
            await service.follow(ORDER, LearnAnswer)

    assert caught.value.retry_after == timedelta(seconds=pause)


def test_a_service_is_spoken_to_in_secret_and_signed() -> None:
    """An address in the clear, and a section without a secret, are mistakes."""
    with pytest.raises(ValidationError, match="allow_http must be true"):
        HttpService.model_validate({"url": "http://a.example", "secret_env": "SECRET"})
    with pytest.raises(ValidationError, match="secret_env"):
        HttpService.model_validate({"url": "https://a.example"})
