"""What a worker says of its channels' accounts when it starts."""

import logging
from pathlib import Path

import pytest

from activities.publish.kind import PublisherTools
from contracts import utc_now
from runtime import accounts
from runtime.wiring.channels import build_publishers
from tests.support.publishing.networks.mastodon import Mastodon


async def told(
    caplog: pytest.LogCaptureFixture, file: Path, token: str, longest: float = 5
) -> tuple[str, str]:
    """Return the level and the words of what is said of Mastodon."""
    tools = PublisherTools(clock=utc_now, outbox=file.parent)
    publishers = build_publishers(file, tools, {"TOKEN": token})
    caplog.clear()
    try:
        await accounts.tell(publishers, ["mastodon", "instagram"], longest)
    finally:
        await publishers.close()
    lines = {record.getMessage(): record.levelname for record in caplog.records}
    assert lines["channel instagram: has no account that could be asked for"] == "INFO"
    words = next(line for line in lines if line.startswith("channel mastodon: "))
    return lines[words], words


async def test_a_worker_says_of_each_channel_whether_it_can_publish(
    caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    """Whose account it is, that it is refused and what to do, or that nobody knows."""
    caplog.set_level(logging.INFO, "phoenix.worker")
    server = Mastodon()
    file = tmp_path / "channels.toml"
    async with server.serving() as url:
        file.write_text(
            f'[channels.mastodon]\npublisher = "mastodon"\nurl = "{url}"\ntoken_env = "TOKEN"\n'
        )
        assert await told(caplog, file, server.token) == (
            "INFO",
            "channel mastodon: publishes as @shop",
        )
        level, refused = await told(caplog, file, "revoked-token")
        late = await told(caplog, file, server.token, longest=0)
    away = await told(caplog, file, server.token)

    assert level == "WARNING"
    assert "answered 401" in refused
    assert refused.endswith(accounts.TO_DO)
    assert "revoked-token" not in refused
    assert late[0] == away[0] == "WARNING"
    assert "gave no answer within 0 seconds" in late[1]
    assert "is unknown" in away[1]
