"""Channels' accounts are told with what is left of them."""

from pathlib import Path

import pytest

from activities.accounts import Standing, Verdict
from activities.ports import Account, Quota
from runtime.doctor.channels import examine_channels, finding_of
from runtime.doctor.replies import Health
from runtime.settings import Settings
from tests.support.builders import MOMENT
from tests.support.publishing.networks.mastodon import Mastodon


async def test_an_account_is_told_with_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Programs read the moment and the number, and people what to do before it is too late."""
    settings = Settings(home=tmp_path)
    server = Mastodon()
    server.token = "e30.eyJleHAiOjE3NzI0NDIwMDAuNX0.signature"  # noqa: S105 - it opens nothing
    server.quota = {"X-RateLimit-Remaining": "298"}
    monkeypatch.setenv("TOKEN", server.token)
    async with server.serving() as url:
        settings.channels.write_text(
            f'[channels.mastodon]\npublisher = "mastodon"\nurl = "{url}"\ntoken_env = "TOKEN"\n'
        )
        findings = {each.part: each async for each in examine_channels(settings)}
    found = findings["account of mastodon"]

    assert found.health is Health.DOUBTFUL
    assert found.says.startswith("@shop, credentials hold until 2026-03-02 09:00 UTC, 298 calls")
    assert found.to_do is not None
    assert "hold longer" in found.to_do
    assert found.account is not None
    assert found.account.quota == Quota(left=298)


def test_calls_that_are_used_up_are_doubtful() -> None:
    """New credentials would not help, so it says what does."""
    account = Account(name="@shop", quota=Quota(left=0))

    found = finding_of("x", Standing(Verdict.ACCEPTED, account), MOMENT)

    assert found.health is Health.DOUBTFUL
    assert found.says == "@shop, 0 calls left: the network takes no more calls"
    assert found.to_do is not None
    assert "fewer programs" in found.to_do
