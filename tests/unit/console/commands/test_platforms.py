"""`platforms`: what each channel takes."""

import pytest

import starter
from runtime.audit.replies import PlatformLimits

Shown = pytest.CaptureFixture[str]


def test_every_limit_is_listed_with_source_and_age(capsys: Shown) -> None:
    """An operator sees what each number is, how it is counted, where it is from, and how old."""
    assert starter.run(["platforms", "--json"]) == 0

    limits = PlatformLimits.model_validate_json(capsys.readouterr().out).limits
    body = next(one for one in limits if (one.channel, one.limit) == ("x", "body"))
    assert (body.value, body.enforcement, body.counting) == ("280", "hard", "x_weighted")
    assert all(one.source for one in limits)
    assert {(one.channel, one.placement) for one in limits} >= {("instagram", "story")}


def test_one_channels_limits_are_shown_as_a_table(capsys: Shown) -> None:
    """A channel's name narrows the list, and an unknown one is told with those there are."""
    assert starter.run(["platforms", "x"]) == 0
    shown = capsys.readouterr().out

    assert starter.run(["platforms", "tiktok"]) == 2

    assert "x weighted" in shown
    assert "instagram" not in shown
    assert "known are bluesky, discord" in capsys.readouterr().err
