"""A webhook's settings are judged before anything is sent, and show no secret."""

import base64
from typing import Any

import pytest
from pydantic import ValidationError

from activities.http.signature import check_secret
from tests.chaos.platform import SECRET
from tests.support.publishing.webhook_world import (
    settings,
)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "hunter2",
        "whsec_",
        "whsec_!!!",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        base64.b64encode(b"x" * 32).decode(),
    ],
)
def test_a_secret_of_another_form_is_refused_without_being_shown(secret: str) -> None:
    """The message says what a secret looks like, and not what this one was."""
    with pytest.raises(ValueError, match="must be whsec_ and the base64 of 24 to 64") as caught:
        check_secret(secret)

    assert secret not in str(caught.value).replace("whsec_", "") or secret in {"", "whsec_"}


def test_settings_do_not_show_their_secrets() -> None:
    """Whoever logs the settings logs no secret."""
    assert SECRET not in repr(settings("https://social.example/posts"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"url": "social.example"}, "must be an address such as https://"),
        ({"url": "https://social.example/" + "x" * 1000}, "must be an address such as https://"),
        ({"url": "https://me:word@social.example"}, "must not hold a name or password"),
        ({"url": "https://social.example/?token=1"}, "must end with its path"),
        ({"url": "https://social.example/#top"}, "must end with its path"),
        ({"url": "http://social.example/posts"}, "url must begin with https://"),
        ({"url": "http://10.0.0.7/posts"}, "url must begin with https://"),
        ({"reconciliation": "sometimes"}, "should be 'keyed', 'queryable' or 'neither'"),
        ({"reconciliation": "queryable", "can_be_asked": False}, "the channel is queryable"),
        ({"reconciliation": "neither", "can_be_asked": True}, "must be queryable"),
        ({"timeout_seconds": 0}, "greater than or equal to 0.1"),
        ({"timeout_seconds": 46}, "less than or equal to 45"),
        ({"max_request_bytes": 10}, "greater than or equal to 1024"),
        ({"secrets": ()}, "at least 1 item"),
        ({"secrets": ("hunter2",)}, "must be whsec_"),
    ],
)
def test_settings_that_cannot_work_are_refused(changes: dict[str, Any], message: str) -> None:
    """Every mistake is named when the worker starts, and not by the first campaign."""
    with pytest.raises(ValidationError) as caught:
        settings(**({"url": "https://social.example/posts"} | changes))

    assert message in str(caught.value)


@pytest.mark.parametrize(
    "changes",
    [
        {"url": "https://social.example/posts/"},
        {"url": "http://127.0.0.1:8000"},
        {"url": "http://localhost:8000"},
        {"url": "http://[::1]:8000"},
        {"url": "http://social.example", "allow_http": True},
    ],
)
def test_settings_that_can_work_are_taken(changes: dict[str, Any]) -> None:
    """This machine may be spoken to in the clear, another one only when the operator says so."""
    assert settings(**changes).url == changes["url"].rstrip("/")
