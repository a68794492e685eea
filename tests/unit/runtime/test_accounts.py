"""What a worker says of its channels' accounts when it starts."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest

from activities.accounts import TO_DO
from activities.ports import Account, Quota
from activities.publish.kind import PublisherTools
from activities.publish.routing import ChannelPublishers, Route
from contracts import utc_now
from runtime import accounts
from runtime.wiring.channels import build_publishers
from tests.support.builders import MOMENT
from tests.support.fakes.faults import Faults
from tests.support.fakes.platform import AskedPlatform, FakePlatform
from tests.support.publishing.networks.mastodon import Mastodon
from tests.support.publishing.networks.messengers import Slack

CHANNELS = """\
[channels.mastodon]
publisher = "mastodon"
url = "{url}"
token_env = "TOKEN"

[channels.slack]
publisher = "slack"
url_env = "HOOK"
pictures_url = "https://pictures.example/a"
"""


class Broken(FakePlatform):
    """A publisher with a fault of its own."""

    async def account(self, channel: str) -> Account:
        """Fail, and repeat what nobody may see."""
        raise KeyError(f"a secret of {channel}")


def said(caplog: pytest.LogCaptureFixture) -> dict[str, tuple[str, str]]:
    """Return level and words of what is said of each channel."""
    lines = [(record.levelname, record.getMessage()) for record in caplog.records]
    return {words.split(":")[0].removeprefix("channel "): (level, words) for level, words in lines}


async def told(
    caplog: pytest.LogCaptureFixture, file: Path, token: str, longest: float = 5
) -> tuple[str, str]:
    """Return the level and the words of what is said of Mastodon."""
    tools = PublisherTools(clock=utc_now, outbox=file.parent)
    hook = f"http://127.0.0.1:1{Slack.path}"
    publishers = build_publishers(file, tools, {"TOKEN": token, "HOOK": hook})
    caplog.clear()
    try:
        await accounts.tell(publishers, ["mastodon", "instagram", "slack"], longest)
    finally:
        await publishers.close()
    lines = said(caplog)
    for unasked in ("instagram", "slack"):
        assert lines[unasked] == (
            "INFO",
            f"channel {unasked}: does not tell whether it would publish",
        )
    return lines["mastodon"]


async def test_a_worker_says_of_each_channel_whether_it_can_publish(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Whose account it is, that it is refused and what to do, or that nobody knows."""
    caplog.set_level(logging.INFO, "phoenix.worker")
    server = Mastodon()
    file = tmp_path / "channels.toml"
    async with server.serving() as url:
        file.write_text(CHANNELS.format(url=url))
        assert await told(caplog, file, server.token) == (
            "INFO",
            "channel mastodon: publishes as @shop",
        )
        level, refused = await told(caplog, file, "revoked-token")
        late = await told(caplog, file, server.token, longest=0)
    away = await told(caplog, file, server.token)

    assert level == "WARNING"
    assert "answered 401" in refused
    assert refused.endswith(TO_DO)
    assert "revoked-token" not in refused
    assert late[0] == away[0] == "WARNING"
    assert "gave no answer within 0 seconds" in late[1]
    assert "is unknown" in away[1]


async def test_a_fault_in_one_publisher_leaves_the_others_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is told without its words, which may repeat a secret."""
    caplog.set_level(logging.INFO, "phoenix.worker")
    sound, broken = FakePlatform(Faults()), Broken(Faults())
    publishers = ChannelPublishers(Route("fake", sound), {"x": Route("fake", broken)})

    await accounts.tell(publishers, ["x", "instagram"])

    lines = said(caplog)
    assert lines["instagram"][0] == "INFO"
    assert lines["x"] == (
        "WARNING",
        "channel x: whether it can publish is unknown: asking ended with KeyError",
    )


async def test_a_worker_warns_of_credentials_that_end_soon(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Until when they hold and what is left of the calls is said, and within a week it warns."""
    caplog.set_level(logging.INFO, "phoenix.worker")
    platform = AskedPlatform(Faults())
    publishers = ChannelPublishers(Route("fake", platform), {})

    for days in (8, 7):
        platform.answer = Account(
            name="@shop", expires=MOMENT + timedelta(days=days), quota=Quota(left=1200)
        )
        await accounts.tell(publishers, ["x"], clock=lambda: MOMENT)

    late, soon = caplog.records
    assert late.levelname == "INFO"
    assert late.getMessage().endswith(
        "publishes as @shop, credentials hold until 2026-03-10 09:00 UTC, 1,200 calls left"
    )
    assert soon.levelname == "WARNING"
    assert soon.getMessage().endswith("hold until 2026-03-09 09:00 UTC only")
