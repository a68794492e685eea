"""A service of an operator's own that answers as a test tells it."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, Final

from pydantic import SecretStr

from activities.http.service import Service
from activities.http.service_settings import HttpService
from tests.chaos.platform import SECRET
from tests.support.builders import CAMPAIGN, EXECUTION, MOMENT, TENANT
from tests.support.publishing.networks.server import Network, Reply, Request
from tests.support.publishing.networks.troubles import Trouble

STEP: Final[dict[str, Any]] = {
    "step_key": "campaign:1:exec:2:step:LEARN",
    "campaign_id": CAMPAIGN,
    "tenant_id": TENANT,
    "execution_id": EXECUTION,
}
"""What every order begins with."""

Answer = Callable[[Request], Reply]


class OperatorService(Network):
    """Answers with what is planned, one reply a call, and after that with the usual one."""

    def __init__(self, usual: Answer | Reply) -> None:
        super().__init__()
        self.usual = usual
        self.planned: list[Answer | Reply] = []

    def answer(self, request: Request) -> Reply:
        """See base class."""
        reply = self.planned.pop(0) if self.planned else self.usual
        return reply if isinstance(reply, Reply) else reply(request)

    def commits(self, request: Request) -> bool:
        """Let every call be met by the troubles that are planned."""
        del request
        return True


@asynccontextmanager
async def served(
    usual: Answer | Reply, *troubles: Trouble, below: str = "", **settings: Any
) -> AsyncGenerator[tuple[OperatorService, Service]]:
    """Serve meanwhile; yield the server and what speaks with it."""
    server = OperatorService(usual)
    server.troubles += troubles
    server.below = below
    async with server.serving() as url:
        yield server, service_at(url, **settings)


def service_at(
    url: str,
    clock: Callable[[], datetime] = lambda: MOMENT,
    *,
    is_rehearsed: bool = False,
    **settings: Any,
) -> Service:
    """Return what speaks with a service at an address of this machine."""
    chosen = HttpService.model_validate({"url": url, "secret_env": "SECRET"} | settings)
    return Service(chosen, {"SECRET": SecretStr(SECRET)}, clock, is_rehearsed=is_rehearsed)
