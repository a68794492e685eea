"""A worker's log for programs: every line an object, every line about a campaign says whose."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command_line import REQUEST, CommandLine
from tests.e2e.installation import free_port, until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

SECRET = "whsec_Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5"  # noqa: S105 - made for this test
TOKEN = "canary-in-the-address"  # noqa: S105 - as above
CHANNELS = """\
[channels.instagram]
publisher = "webhook"
url = "http://127.0.0.1:{port}/{token}"
secret_env = "CANARY_SECRET"
reconciliation = "keyed"
"""


def test_every_line_is_an_object_that_says_what_it_is_about_and_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failing channel is found by tenant, campaign, execution and step; keys are not."""
    monkeypatch.setenv("PHOENIX_LOG_FORMAT", "json")
    monkeypatch.setenv("CANARY_SECRET", SECRET)
    line = CommandLine.under(tmp_path)
    line.home.mkdir()
    (line.home / "channels.toml").write_text(CHANNELS.format(port=free_port(), token=TOKEN))
    try:
        started = line.start(tmp_path, f"{REQUEST}max_retries: 1\n")
        log = line.home / "logs" / "worker.log"
        until(lambda: "publish_channel" in log.read_text(encoding="utf-8"), "nothing was logged")
    finally:
        line.stop()

    text = log.read_text(encoding="utf-8")
    lines: list[dict[str, Any]] = [json.loads(each) for each in text.splitlines()]
    about = [each for each in lines if each.get("step", "").startswith("publish_channel")]
    assert about
    for each in about:
        assert each["step"] == "publish_channel instagram.feed"
        assert each["execution"] == started["execution_id"]
        assert each["tenant"] == started["tenant_id"]
        assert each["campaign"] == started["campaign_id"]
    assert SECRET not in text
    assert TOKEN not in text
