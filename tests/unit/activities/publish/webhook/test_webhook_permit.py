"""What a webhook is sent carries its permit, and a receiver can ask for one."""

import base64
import hashlib
import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.publish.webhook.publisher import WebhookPublisher
from contracts import (
    GateDecision,
    GateOutcome,
    PlatformRefused,
    Publication,
    PublicationStatus,
    PublishOrder,
    PublishPermit,
    VisualAsset,
)
from domain.permits import LIVES
from domain.signing import asset_digests, canonical, digest
from tests.support.audit.signed_reports import KEY, report
from tests.support.publishing.documented_verifiers import Refused, by_node, by_python
from tests.support.publishing.networks.receiver import Receiver, keys_of
from tests.support.publishing.networks.server import Request
from tests.support.publishing.outbox_orders import EXECUTION, PICTURE, SHA, asset, order
from tests.support.publishing.webhook_world import settings

NOON: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
OTHER: Final = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
DECISION: Final = GateDecision(outcome=GateOutcome.PUBLISH, details="nothing was found")
VERIFIERS: Final = [
    pytest.param(by_python, id="python"),
    pytest.param(
        by_node,
        id="node",
        marks=pytest.mark.skipif(shutil.which("node") is None, reason="there is no node here"),
    ),
]
Verifier = Callable[..., dict[str, Any]]


def receiver_of(*signers: Ed25519PrivateKey) -> Receiver:
    """Return a receiver at noon that trusts these."""
    receiver = Receiver(keys_of(*signers))
    receiver.now = NOON
    return receiver


def ordered(
    assets: list[VisualAsset] | None = None, **permit: Any
) -> tuple[PublishOrder, dict[str, bytes]]:
    """Return an order that was audited and let through, with the bytes that it needs."""
    audited = report(execution_id=EXECUTION, asset_digests=asset_digests([asset()]))
    allowed = PublishPermit.model_validate({"decision": DECISION, **permit})
    given = order(assets=assets or [asset()], report_sha256=digest(audited), permit=allowed)
    return given, {SHA: PICTURE, given.report_sha256: canonical(audited)}


async def sent(
    receiver: Receiver,
    given: PublishOrder,
    content: dict[str, bytes],
    *,
    signer: Ed25519PrivateKey | None = KEY,
    now: datetime = NOON,
) -> Publication:
    """Publish to the receiver."""
    publisher = WebhookPublisher(settings(receiver.url), lambda: now, signer)
    try:
        return await publisher.publish(given, content)
    finally:
        await publisher.close()


def permit_of(heard: Request) -> str:
    """Return the permit that came with a request."""
    return heard.headers["phoenix-permit"]


async def request_of(given: PublishOrder, content: dict[str, bytes]) -> tuple[bytes, str]:
    """Return body and permit of a publication."""
    receiver = receiver_of(KEY)
    async with receiver.serving():
        await sent(receiver, given, content)
    (heard,) = receiver.heard
    return heard.body, permit_of(heard)


async def test_what_was_let_through_is_published() -> None:
    """The receiver needs nothing but the public key, and sees why it may go out."""
    receiver = receiver_of(KEY)
    async with receiver.serving():
        publication = await sent(receiver, *ordered())

    assert publication.status is PublicationStatus.SENT
    (post,) = receiver.published
    assert json.loads(post["report"]["signed"])["execution_id"] == str(EXECUTION)
    payload = receiver.heard[0].headers["phoenix-permit"].split(".")[0]
    permit = json.loads(base64.urlsafe_b64decode(payload + "=="))
    assert permit["decision"] == {"outcome": "publish", "details": "nothing was found"}
    assert permit["not_after"] == (NOON + LIVES).timestamp()


async def test_a_permit_ends_with_the_window() -> None:
    """What may not go out any more is not published by a receiver that hears of it late."""
    opens, closes = NOON - timedelta(hours=1), NOON + timedelta(minutes=1)
    given, content = ordered(not_before=opens, not_after=closes)
    receiver = receiver_of(KEY)
    async with receiver.serving():
        await sent(receiver, given, content)
        for moment in (closes, opens - timedelta(seconds=1)):
            receiver.now = moment
            with pytest.raises(PlatformRefused, match="there is no valid permit"):
                await sent(receiver, given, content)

    assert len(receiver.published) == 1


@pytest.mark.parametrize("keys", [keys_of(OTHER), {}])
async def test_another_s_key_lets_nothing_through(keys: dict[str, str]) -> None:
    """Whoever is not trusted cannot write a permit."""
    receiver = Receiver(keys)
    receiver.now = NOON
    async with receiver.serving():
        with pytest.raises(PlatformRefused, match="there is no valid permit"):
            await sent(receiver, *ordered())

    assert receiver.published == []


async def test_without_a_key_or_a_decision_there_is_no_permit() -> None:
    """The webhook's secret alone publishes nothing there."""
    given, content = ordered()
    receiver = receiver_of(KEY)
    async with receiver.serving():
        with pytest.raises(PlatformRefused):
            await sent(receiver, given, content, signer=None)
        with pytest.raises(PlatformRefused):
            await sent(receiver, given.model_copy(update={"permit": None}), content)
        with pytest.raises(PlatformRefused):
            await sent(receiver, given, {SHA: PICTURE})

    assert receiver.published == []


@pytest.mark.parametrize(
    "assets",
    [
        [asset(text={"body": "Nobody has read this"})],
        [asset(link="https://elsewhere.example")],
        [asset(), asset("x")],
    ],
)
@pytest.mark.parametrize("verify", VERIFIERS)
async def test_what_was_not_audited_has_no_valid_permit(
    verify: Verifier, assets: list[VisualAsset]
) -> None:
    """Even a worker that is deceived about its assets cannot publish others."""
    given, content = ordered()
    receiver = receiver_of(KEY)
    async with receiver.serving():
        with pytest.raises(PlatformRefused):
            await sent(receiver, given.model_copy(update={"assets": assets}), content)
    (heard,) = receiver.heard

    with pytest.raises(Refused):
        verify(heard.body, permit_of(heard), keys_of(KEY), "instagram", NOON.timestamp())


@pytest.mark.parametrize("verify", VERIFIERS)
async def test_a_permit_is_for_these_bytes_this_channel_and_this_window(verify: Verifier) -> None:
    """Whatever is changed on the way, or used elsewhere or later, is refused in each language."""
    body, permit = await request_of(*ordered())
    now, keys = NOON.timestamp(), keys_of(KEY)
    post = json.loads(body)
    other_picture = json.loads(body)
    other_picture["assets"][0]["data"] = base64.b64encode(b"another").decode()
    other_report = json.loads(body)
    other_report["report"]["signed"] = post["report"]["signed"].replace("PASS", "WARN")
    payload, signature = permit.split(".")
    flipped = base64.urlsafe_b64encode(
        base64.urlsafe_b64decode(payload + "==").replace(b"instagram", b"xnstagram")
    ).decode()

    assert verify(body, permit, keys, "instagram", now)["key"] == post["key"]
    for given in (
        (body + b" ", permit, keys, "instagram", now),
        (rebound(other_picture), permit, keys, "instagram", now),
        (rebound(other_report), permit, keys, "instagram", now),
        (body, permit, keys, "x", now),
        (body, permit, keys, "instagram", now + LIVES.total_seconds()),
        (body, permit, keys_of(OTHER), "instagram", now),
        (body, f"{flipped.rstrip('=')}.{signature}", keys, "instagram", now),
        (body, f"{payload}.{signature[:-4]}AAAA", keys, "instagram", now),
        (body, "", keys, "instagram", now),
    ):
        with pytest.raises(Refused):
            verify(*given)


@pytest.mark.parametrize("verify", VERIFIERS)
async def test_bytes_that_a_trusted_key_permits_are_still_looked_at(verify: Verifier) -> None:
    """A permit for other pictures than the audited ones is refused, whoever has signed it."""
    given, content = ordered()
    other = b"\x89PNG another"
    receiver = receiver_of(KEY)
    async with receiver.serving():
        with pytest.raises(PlatformRefused):
            await sent(receiver, given, content | {SHA: other})
    (heard,) = receiver.heard

    assert hashlib.sha256(other).hexdigest() != SHA
    with pytest.raises(Refused):
        verify(heard.body, permit_of(heard), keys_of(KEY), "instagram", NOON.timestamp())


def rebound(post: dict[str, Any]) -> bytes:
    """Return a changed body in the form of the original."""
    return json.dumps(post, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
