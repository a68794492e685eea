"""Servers that do what they are asked, and repeat in their answers what only they should know."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from tests.support.canaries.planted import Planted
from tests.support.publishing.networks.server import Network, Reply, Request

Say = Callable[[str], str]


def turn_boastful(planted: Planted) -> None:
    """Let every network and provider repeat, in success, whatever a campaign keeps of it."""
    known = planted.networks
    token, password = known.mastodon.token, known.bluesky.password
    _boast(known.bluesky, uri=lambda uri: f"{uri}?{quote(password)}")
    _boast(
        known.mastodon,
        url=lambda url: f"{url}{known.mastodon.below}?token={quote(token, safe='')}",
        acct=lambda name: f"{name} {token} {base64.b64encode(token.encode()).decode()}",
    )
    bot = known.telegram.token.partition(":")[2]
    _boast(known.telegram, username=lambda name: f"{name}_{bot} {bot.upper()}")
    hook = known.discord.path.rpartition("/")[2]
    _boast(known.discord, name=lambda name: f"{name} at {hook.encode().hex(':')}")
    in_slack = {"x-slack-req-id": known.slack.path.rpartition("/")[2]}
    known.slack.says = lambda request: replace(known.slack.answer(request), headers=in_slack)
    first, second = planted.hooks
    _boast(known.receiver, id=lambda name: f"{name} {first[-20:]}")
    receiver = known.receiver.says
    assert callable(receiver)
    known.receiver.says = lambda request: _with(
        receiver(request), url=f"{known.receiver.url}/posts/1?by={quote(second)}"
    )
    said = json.dumps({"thesis": planted.model_key, "at": planted.model.below})
    message = {"choices": [{"message": {"role": "assistant", "content": said}}]}
    planted.model.says = Reply(200, message)
    planted.service.says = _promising(planted.service, planted.services)


def _boast(server: Network, **fields: Say) -> None:
    """Let a server say more in some fields of what it answers in success."""

    def says(request: Request) -> Reply:
        reply = server.answer(request)
        is_said = reply.status < 300 and not isinstance(reply.body, bytes)
        return replace(reply, body=_changed(reply.body, fields)) if is_said else reply

    server.says = says


def _changed(value: Any, fields: Mapping[str, Say]) -> Any:
    if isinstance(value, list):
        return [_changed(item, fields) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: fields[name](item)
        if name in fields and isinstance(item, str)
        else _changed(item, fields)
        for name, item in value.items()
    }


def _with(reply: Reply, **fields: str) -> Reply:
    return replace(reply, body=reply.body | fields) if reply.status < 300 else reply


def _promising(service: Network, secrets: list[str]) -> Callable[[Request], Reply]:
    """Return what promises an answer below the service's own address, and repeats its secrets."""

    def says(request: Request) -> Reply:
        if request.method == "POST":
            return Reply(202, b"", {"location": f"{service.below}/jobs/1"})
        return Reply(200, {"step_key": f"by {secrets[0]}", "brief": {"rationale": secrets[1]}})

    return says
