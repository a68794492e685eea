"""Whatever an endpoint answers, a webhook's publisher makes no more of it than it proves.

Longer than 250 lines because the table of answers is read beside what each of them proves.
"""

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, Final

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.http.answer import LONGEST_RETRY_AFTER, MAX_ANSWER_BYTES, Answer
from activities.publish.keys import idempotency_key
from activities.publish.webhook.publisher import WebhookPublisher
from contracts import (
    AnswerLost,
    CampaignError,
    OutcomeUnknowable,
    PlatformRefused,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
)
from tests.support.publishing.outbox_orders import NOON, order, settle
from tests.support.publishing.webhook_world import Saying, answer, published, publishing

KEY: Final = idempotency_key(order().step_key)
SENT, RETRACTED = PublicationStatus.SENT, PublicationStatus.RETRACTED


def receipt(**fields: Any) -> bytes:
    """Return what a platform says of a publication, as JSON."""
    return json.dumps(fields).encode()


@asynccontextmanager
async def asking(raw: bytes, **changes: Any) -> AsyncGenerator[WebhookPublisher, None]:
    """Yield a publisher at noon to a queryable endpoint that always says this."""
    fields = {"reconciliation": "queryable"} | changes
    async with (
        Saying(raw).serving() as url,
        publishing(url, lambda: NOON, **fields) as publisher,
    ):
        yield publisher


def made_of(outcome: Publication | CampaignError | None) -> object:
    """Return the status of a publication, the class of an error, or `None`."""
    return outcome.status if isinstance(outcome, Publication) else type(outcome)


async def outcome_of(publisher: WebhookPublisher, method: str) -> object:
    """Return what comes of a call, as `made_of` says it."""
    try:
        match method:
            case "publish":
                return made_of(await published(publisher))
            case "find":
                return made_of(await publisher.find(settle()))
            case _:
                return made_of(await publisher.retract(settle()))
    except CampaignError as error:
        return type(error)


@pytest.mark.parametrize(
    ("raw", "publish", "find", "retract"),
    [
        (answer(200, receipt(id="1")), SENT, SENT, RETRACTED),
        (answer(201, receipt(id="1", key=KEY)), SENT, SENT, RETRACTED),
        (answer(202, receipt(id="1", more={"a": 1})), SENT, SENT, RETRACTED),
        (answer(200, receipt(id="1", retracted=True)), RETRACTED, RETRACTED, RETRACTED),
        (answer(204), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, receipt(id="")), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, receipt(id=7)), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, receipt(id="a\nb")), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, receipt(id="x" * 301)), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, b"[" * 9000), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, b"null"), AnswerLost, PlatformUnavailable, RETRACTED),
        (answer(200, b"\xff\xfe"), AnswerLost, PlatformUnavailable, RETRACTED),
        (
            answer(200, receipt(id="1", why="x" * MAX_ANSWER_BYTES)),
            AnswerLost,
            PlatformUnavailable,
            RETRACTED,
        ),
        (answer(200, receipt(id="1", key="2")), AnswerLost, PlatformUnavailable, AnswerLost),
        (
            answer(200, receipt(id="1"), idempotency_key="2"),
            AnswerLost,
            PlatformUnavailable,
            AnswerLost,
        ),
        (answer(200, receipt(id="1"))[:-3], AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(301), PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(302), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(303), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(307), PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(400, b"x" * 99)[:-9], PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(401), PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(404), PlatformRefused, type(None), type(None)),
        (answer(404, receipt(key=KEY)), PlatformRefused, type(None), type(None)),
        (
            answer(404, receipt(key="2")),
            PlatformRefused,
            PlatformUnavailable,
            PlatformUnavailable,
        ),
        (answer(404, b"x" * 99)[:-9], PlatformRefused, PlatformUnavailable, type(None)),
        (answer(405), PlatformRefused, OutcomeUnknowable, PlatformRefused),
        (answer(408), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(409), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(410), PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(410, receipt(retracted=True)), PlatformRefused, RETRACTED, RETRACTED),
        (answer(413, b"x" * 999_999), PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(422), PlatformRefused, PlatformUnavailable, PlatformUnavailable),
        (answer(425), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(429), PlatformUnavailable, PlatformUnavailable, PlatformUnavailable),
        (answer(500), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(501), AnswerLost, OutcomeUnknowable, PlatformRefused),
        (answer(502), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(599), AnswerLost, PlatformUnavailable, AnswerLost),
        (answer(101), AnswerLost, PlatformUnavailable, AnswerLost),
        (b"SSH-2.0-OpenSSH_9.2\r\n\r\n", AnswerLost, PlatformUnavailable, AnswerLost),
        (b"", AnswerLost, PlatformUnavailable, AnswerLost),
    ],
)
async def test_an_answer_means_what_it_proves(
    raw: bytes, publish: object, find: object, retract: object
) -> None:
    """Each answer, to each question, has one meaning; what is open is never said to be certain."""
    async with asking(raw) as publisher:
        outcomes = [await outcome_of(publisher, name) for name in ("publish", "find", "retract")]

    assert outcomes == [publish, find, retract]


@pytest.mark.parametrize("status", [429, 503, 409])
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("7", timedelta(seconds=7)),
        ("0", timedelta(0)),
        ("999999", LONGEST_RETRY_AFTER),
        ("9" * 5000, LONGEST_RETRY_AFTER),
        ("Sun, 01 Mar 2026 12:00:30 GMT", timedelta(seconds=30)),
        ("Sun, 01 Mar 2026 12:00:30 -0000", timedelta(seconds=30)),
        ("Sunday, 01-Mar-26 12:00:30 GMT", timedelta(seconds=30)),
        ("Sun, 01 Mar 2026 11:00:00 GMT", timedelta(0)),
        ("Sun, 01 Mar 2099 12:00:00 GMT", LONGEST_RETRY_AFTER),
        ("Sun, 01 Mar 99999999999 12:00:00 GMT", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
    ],
)
async def test_a_platform_is_left_alone_as_long_as_it_asks(
    status: int, asked: str, expected: timedelta | None
) -> None:
    """Seconds and dates are understood, an hour is the most, and nonsense says nothing."""
    async with asking(answer(status, retry_after=asked)) as publisher:
        with pytest.raises((AnswerLost, PlatformUnavailable)) as caught:
            await published(publisher)

    assert caught.value.retry_after == expected


@given(value=st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=60))
def test_no_retry_after_breaks_anything(value: str) -> None:
    """Any value of the header is a time within the bounds, or none."""
    headers = httpx2.Headers({b"retry-after": value.encode("latin-1")})

    asked = Answer(503, headers).retry_after(NOON)

    assert asked is None or timedelta(0) <= asked <= LONGEST_RETRY_AFTER


async def test_a_question_repeats_when_the_platform_wants_it() -> None:
    """The wait that is asked for is kept for questions and for retractions too."""
    async with asking(answer(503, retry_after="9")) as publisher:
        with pytest.raises(PlatformUnavailable) as asked:
            await publisher.find(settle())
        with pytest.raises(AnswerLost) as retracted:
            await publisher.retract(settle())

    assert asked.value.retry_after == timedelta(seconds=9)
    assert retracted.value.retry_after == timedelta(seconds=9)


async def test_what_a_platform_says_can_be_read() -> None:
    """The message has the beginning of the platform's words, in one clean line."""
    words = "<h1>No\r\n\x1b[31m entry\u202e</h1> " + "x" * 1000
    async with asking(answer(403, words.encode())) as publisher:
        with pytest.raises(PlatformRefused) as caught:
            await published(publisher)

    message = str(caught.value)
    assert message.startswith("The platform of instagram at 127.0.0.1:")
    assert "answered 403 (<h1>No  [31m entry </h1> xxx" in message
    assert message.endswith("xxx…): it was not published.")
    assert message.isprintable()
    assert len(message) < 400


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://social.example/1", "https://social.example/1"),
        ("javascript:alert(1)", None),
        ("https://social.example/" + "x" * 2000, None),
        (["https://social.example/1"], None),
        (None, None),
    ],
)
async def test_an_address_that_nobody_can_open_is_left_out(url: object, expected: object) -> None:
    """The id is the proof, so a useless address does not put the publication in doubt."""
    async with asking(answer(200, receipt(id="1", url=url))) as publisher:
        publication = await published(publisher)

    assert publication == Publication(
        channel="instagram",
        placement="feed",
        status=SENT,
        remote_id="1",
        url=expected if isinstance(expected, str) else None,
        at=NOON,
    )


async def test_no_redirect_is_followed() -> None:
    """What is signed for one endpoint reaches no other."""
    other = Saying(answer(200, receipt(id="1")))
    async with (
        other.serving() as elsewhere,
        asking(answer(307, location=elsewhere)) as publisher,
    ):
        with pytest.raises(PlatformRefused):
            await published(publisher)

    assert other.heard == []


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes anywhere but to the endpoint that the operator has set."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")

    async with asking(answer(200, receipt(id="1"))) as publisher:
        publication = await published(publisher)

    assert publication.status is SENT
