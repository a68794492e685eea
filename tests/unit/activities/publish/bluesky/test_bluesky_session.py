"""The session of an account of the AT Protocol is kept up, and its faults are told apart."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from activities.ports import Account, Quota
from activities.publish.bluesky.publisher import BlueskyPublisher
from activities.publish.bluesky.record import record_key
from contracts import (
    AnswerLost,
    PlatformRefused,
    PlatformUnavailable,
)
from tests.support.publishing.networks.accounts import bluesky_of
from tests.support.publishing.networks.bluesky import DID, HANDLE, PASSWORD, Bluesky
from tests.support.publishing.networks.server import Reply
from tests.support.publishing.networks.troubles import Trouble
from tests.support.publishing.outbox_orders import PICTURE, SHA, asset, order, settle

CONTENT = {SHA: PICTURE}
KEY = record_key(order().step_key)


async def test_a_session_is_kept_up(server: Bluesky, publisher: BlueskyPublisher) -> None:
    """The password is used once; after hours the session is renewed, after months begun anew."""
    await publisher.publish(order(), CONTENT)
    server.expire()
    assert await publisher.find(settle()) is not None
    assert begun(server) == 1

    server.forget_sessions()
    assert await publisher.find(settle()) is not None
    assert begun(server) == 2
    server.expire()
    await asyncio.gather(*(publisher.find(settle()) for _ in range(4)))
    assert begun(server) == 2
    assert server.sessions == 4


async def test_a_session_s_tokens_are_told_nowhere(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """A server that repeats what it gave or was given is quoted without it, then and later."""
    server.salt = "-0123456789abcdef"
    await publisher.find(settle())
    server.expire()
    await publisher.find(settle())
    server.says = Reply(403, {"error": "not", "gave": [f"access-{n}{server.salt}" for n in (1, 2)]})

    with pytest.raises(PlatformUnavailable, match=r'"gave": \["…", "…"\]'):
        await publisher.find(settle())


def begun(server: Bluesky) -> int:
    """Return how often the password was used."""
    return sum(heard.path.endswith("createSession") for heard in server.heard)


async def test_a_revoked_password_is_told_apart(server: Bluesky) -> None:
    """Whoever publishes hears a refusal, and whoever asks that there was no answer."""
    publisher = bluesky_of(server)
    server.password = "another"  # noqa: S105 - it opens nothing

    with pytest.raises(PlatformRefused, match="asked for a session, answered 401") as refused:
        await publisher.publish(order(), CONTENT)
    for ask in (publisher.find, publisher.retract):
        with pytest.raises(PlatformUnavailable, match="answered 401"):
            await ask(settle())

    assert PASSWORD not in str(refused.value)
    assert server.records == {}
    await publisher.close()


async def test_a_session_that_goes_on_hides_no_revoked_password(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """Who asks for the account is told what holds now, though an access token goes on for hours."""
    await publisher.publish(order(), CONTENT)
    server.revoke()

    with pytest.raises(PlatformRefused, match="asked for a session, answered 401"):
        await publisher.account("bluesky")

    assert await publisher.find(settle()) is not None


async def test_asking_for_the_account_spares_the_sessions_of_a_day(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """However often it is asked, the password is used once; what is left of the calls is told."""
    server.quota = {"RateLimit-Remaining": "2999", "RateLimit-Reset": "1772442000"}

    answers = [await publisher.account("bluesky") for _ in range(3)]
    server.forget_sessions()
    answers.append(await publisher.account("bluesky"))

    moment = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    quota = Quota(left=2999, resets_at=moment)
    assert answers == [Account(name=f"{HANDLE} ({DID})", quota=quota)] * 4
    assert begun(server) == 2


async def test_a_server_in_trouble_uses_up_no_sessions(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """A refresh token that nobody has refused is tried again, since sign-ins are counted."""
    await publisher.publish(order(), CONTENT)
    server.troubled = "refreshSession"
    server.troubles += [Trouble.BROKEN_BEFORE, Trouble.BUSY, Trouble.NONSENSE]

    for status in (500, 429, 200):
        with pytest.raises(PlatformUnavailable, match=f"renew a session, answered {status}"):
            await publisher.account("bluesky")

    assert (await publisher.account("bluesky")).name.startswith("shop.test")
    assert begun(server) == 1


@pytest.mark.parametrize(
    ("status", "fault", "advice"),
    [
        (401, "AuthenticationRequired", "; APP has to hold an app password of shop.test that"),
        (
            401,
            "AuthFactorTokenRequired",
            "; APP holds the password of the account shop.test itself",
        ),
        (404, "XRPCNotSupported", "; it takes no app passwords"),
        (501, "MethodNotImplemented", "; it takes no app passwords"),
        (400, "AccountTakedown", '"AccountTakedown"})'),
    ],
)
async def test_whoever_is_not_let_in_reads_what_to_do(
    server: Bluesky, publisher: BlueskyPublisher, status: int, fault: str, advice: str
) -> None:
    """A wrong password, one of the wrong kind and a server without any are told apart."""
    server.says = Reply(status, {"error": fault})

    with pytest.raises((PlatformRefused, PlatformUnavailable)) as refused:
        await publisher.account("bluesky")

    assert f"answered {status}" in str(refused.value)
    assert advice in str(refused.value)
    assert ("; " in str(refused.value)) == advice.startswith("; ")
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize(
    ("method", "message"),
    [
        ("createSession", "without one"),
        ("getRecord", "which is no record"),
        ("uploadBlob", "which is no picture"),
    ],
)
async def test_an_answer_that_is_no_answer_is_none(
    server: Bluesky, publisher: BlueskyPublisher, method: str, message: str
) -> None:
    """A page for people with the status 200 proves nothing, and nothing was published."""
    await publisher.publish(order("x"), CONTENT)
    if method == "createSession":
        server.forget_sessions()
    if method == "getRecord":
        server.records[KEY] = {"text": "there"}
    server.troubled = method
    server.troubles.append(Trouble.NONSENSE)

    with pytest.raises(PlatformUnavailable, match=message):
        await publisher.publish(order(), CONTENT)


async def test_a_question_that_is_not_answered_is_put_again(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """As long as nobody says whether the record is there, it is not sent."""
    server.troubled = "getRecord"
    server.troubles += [Trouble.BROKEN_BEFORE, Trouble.BUSY]

    with pytest.raises(PlatformUnavailable, match="answered 500"):
        await publisher.publish(order(), CONTENT)
    with pytest.raises(PlatformUnavailable, match="answered 429"):
        await publisher.find(settle())

    assert server.records == {}


async def test_a_picture_that_is_too_large_is_refused_by_the_server(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """As it is sent, or as the record names it: nothing is out, and the server's reason is told."""
    with pytest.raises(PlatformRefused, match="blob too big"):
        await publisher.publish(order(), {SHA: bytes(1_000_001)})
    server.troubled = "uploadBlob"
    server.troubles.append(Trouble.REFUSED)
    with pytest.raises(PlatformRefused, match="not in this house"):
        await publisher.publish(order(), CONTENT)

    assert server.records == {}


async def test_a_text_that_is_too_long_is_refused_by_the_server(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """Nothing is out, and the server's reason is told."""
    with pytest.raises(PlatformRefused, match="grapheme too big"):
        await publisher.publish(order(assets=[asset(text={"body": "é" * 301})]), CONTENT)

    assert server.records == {}


async def test_a_deletion_that_fails_is_told_by_what_is_certain(
    server: Bluesky, publisher: BlueskyPublisher
) -> None:
    """After a fault of the server it may be gone, and a refusal leaves it where it is."""
    await publisher.publish(order(), CONTENT)
    server.troubled = "deleteRecord"
    server.troubles += [Trouble.BROKEN_BEFORE, Trouble.BUSY]

    with pytest.raises(AnswerLost, match="may have been taken back"):
        await publisher.retract(settle())
    with pytest.raises(PlatformUnavailable) as busy:
        await publisher.retract(settle())

    assert busy.value.retry_after == timedelta(seconds=2)
