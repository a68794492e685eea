"""What a webhook is sent is signed, keyed, whole and always the same."""

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest
from pydantic import SecretStr
from standardwebhooks import Webhook, WebhookVerificationError

from activities.http.signature import signed_headers
from activities.publish.keys import idempotency_key
from activities.publish.webhook.message import body_of
from contracts import ArtifactMissing, PlatformRefused, Reconciliation
from domain.signing import canonical
from tests.chaos.platform import SECRET
from tests.support.publishing.outbox_orders import COPY, PICTURE, SHA, asset, order, settle
from tests.support.publishing.webhook_world import (
    CONTENT,
    Saying,
    answer,
    published,
    publishing,
)

OTHER_SECRET: Final = "whsec_" + base64.b64encode(b"the next secret of these tests..").decode()
LIMIT: Final = 1_000_000


def heard_by(endpoint: Saying) -> list[tuple[str, dict[str, str], bytes]]:
    """Return method and path, headers and body of every request."""
    requests: list[tuple[str, dict[str, str], bytes]] = []
    for raw in endpoint.heard:
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", maxsplit=1) for line in lines)
        requests.append((first, {name.lower(): each for name, each in headers.items()}, body))
    return requests


def test_the_key_is_the_digest_of_the_step_key() -> None:
    """A person can find a publication's key with any tool that knows SHA-256."""
    assert idempotency_key("abc") == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )


def test_the_body_is_what_is_documented() -> None:
    """A receiver finds who publishes what, and every file with its digest."""
    body = json.loads(body_of(order(), CONTENT, LIMIT))

    assert body == {
        "version": 2,
        "key": idempotency_key(order().step_key),
        "step_key": order().step_key,
        "campaign_id": "00000000-0000-0000-0000-000000000001",
        "tenant_id": "00000000-0000-0000-0000-000000000002",
        "execution_id": "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001",
        "channel": "instagram",
        "placement": "feed",
        "assets": [
            {
                "placement": "feed",
                "text": COPY,
                "link": "https://www.tostadores.example/otono?a=1&b=2",
                "alt_text": "Una bolsa de café",
                "language": "es",
                "ai_generated": False,
                "width": 1080,
                "height": 1350,
                "media_type": "image/png",
                "audited": canonical(asset()).decode(),
                "sha256": SHA,
                "data": base64.b64encode(PICTURE).decode(),
            }
        ],
    }


@pytest.mark.parametrize(
    ("limit", "size"), [(1024, 4_000), (1024, 900), (len(body_of(order(), CONTENT, LIMIT)) - 1, 16)]
)
def test_a_request_that_is_too_large_is_not_sent(limit: int, size: int) -> None:
    """The operator is told how large it would be, with its base64, and what would be right."""
    content = {SHA: bytes(size)}

    with pytest.raises(PlatformRefused, match=f"and {limit:,} are allowed: use smaller"):
        body_of(order(), content, limit)


def test_a_request_may_be_as_large_as_its_limit() -> None:
    """The limit itself is allowed."""
    body = body_of(order(), CONTENT, LIMIT)

    assert body_of(order(), CONTENT, len(body)) == body


async def test_nothing_is_sent_without_its_bytes() -> None:
    """A creative whose bytes are not there keeps the whole publication back."""
    endpoint = Saying(answer(200, b'{"id": "1"}'))
    both = order(assets=[asset(), asset(sha256="b" * 64)])
    async with endpoint.serving() as url, publishing(url) as publisher:
        with pytest.raises(ArtifactMissing, match="b" * 64):
            await publisher.publish(both, CONTENT)

    assert endpoint.heard == []


async def test_every_attempt_sends_the_same_but_for_its_signature() -> None:
    """A strict receiver can compare bodies, and a retry hours later has the same key."""
    hours = iter(datetime(2026, 3, 1, hour, tzinfo=UTC) for hour in range(24))
    endpoint = Saying(answer(200, b'{"id": "1"}'))
    async with (
        endpoint.serving() as url,
        publishing(url, lambda: next(hours)) as publisher,
    ):
        await published(publisher)
        await published(publisher)

    (first, headers, body), (second, later_headers, later_body) = heard_by(endpoint)
    varying = {"webhook-timestamp", "webhook-signature"}
    assert (first, body) == (second, later_body)
    assert {name for name in headers if headers[name] != later_headers[name]} == varying
    assert headers["idempotency-key"] == headers["webhook-id"] == json.loads(body)["key"]
    assert headers["content-type"] == "application/json"


async def test_every_call_has_a_connection_of_its_own() -> None:
    """A connection that the platform would close between two calls puts neither in doubt."""
    endpoint = Saying(answer(200, b'{"id": "1"}'), hang_up=False)
    async with endpoint.serving() as url, publishing(url, timeout_seconds=2) as publisher:
        await published(publisher)
        await published(publisher)

    assert len(endpoint.heard) == 2
    assert {headers["connection"] for _, headers, _ in heard_by(endpoint)} == {"close"}


@pytest.mark.parametrize("secret", [SECRET, OTHER_SECRET])
@pytest.mark.parametrize("offset", [0, 5, -11])
async def test_a_receiver_with_any_of_the_secrets_accepts_it(secret: str, offset: int) -> None:
    """The library of the standard verifies it, whatever time zone the clock is in."""
    zone = timezone(timedelta(hours=offset))
    endpoint = Saying(answer(200, b'{"id": "1"}'))
    async with (
        endpoint.serving() as url,
        publishing(url, lambda: datetime.now(zone), secrets=(SECRET, OTHER_SECRET)) as publisher,
    ):
        await published(publisher)

    ((_, headers, body),) = heard_by(endpoint)
    assert Webhook(secret).verify(body, headers)["channel"] == "instagram"


async def test_a_receiver_refuses_what_was_altered() -> None:
    """One byte of the body or of the id makes the signature wrong."""
    body = body_of(order(), CONTENT, LIMIT)
    headers = signed_headers([SecretStr(SECRET)], "a", datetime.now(UTC), body)

    for altered, given in ((body + b" ", headers), (body, headers | {"webhook-id": "b"})):
        with pytest.raises(WebhookVerificationError):
            Webhook(SECRET).verify(altered, given)


async def test_a_recorded_question_is_no_order_to_delete() -> None:
    """Every method is signed for by itself, at the publication's own address."""
    endpoint = Saying(answer(404))
    key = idempotency_key(order().step_key)
    async with (
        endpoint.serving() as url,
        publishing(url, reconciliation=Reconciliation.QUERYABLE) as publisher,
    ):
        await publisher.find(settle())
        await publisher.retract(settle())

    requests = heard_by(endpoint)
    assert [(first, headers["webhook-id"]) for first, headers, _ in requests] == [
        (f"GET /posts/{key} HTTP/1.1", f"find_{key}"),
        (f"DELETE /posts/{key} HTTP/1.1", f"retract_{key}"),
    ]
    for _, headers, body in requests:
        Webhook(SECRET).verify(body, headers, json_parse=False)
