"""An endpoint that speaks as OpenAI's chat completions do, and says what a test wants."""

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any, Final

from pydantic import SecretStr

from activities.memory.volatile import VolatileMemory
from activities.model.model import Model
from activities.model.settings import ModelSettings
from tests.support.builders import MOMENT, TENANT
from tests.support.fakes import FakeStore, FakeStores
from tests.support.publishing.networks.server import Network, Reply, Request

KEY: Final = "sk-canary-0123456789abcdef"
"""The endpoint's key, which nobody may ever see elsewhere."""

Said = Any
"""What the model says: a text, a value that it says as JSON, or the endpoint's whole reply."""


def completion(said: Said, finish: str = "stop", **message: Any) -> Reply:
    """Return what an endpoint answers."""
    text = said if isinstance(said, str | None) else json.dumps(said)
    return Reply(
        200,
        {
            "id": "chatcmpl-1",
            "object": "chat.completion",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": finish,
                    "message": {"role": "assistant", "content": text} | message,
                }
            ],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100},
        },
    )


class ModelServer(Network):
    """Says one thing after the other, and the last one for ever; or what a function answers."""

    def __init__(self, *said: Said | Callable[[dict[str, Any]], Said]) -> None:
        super().__init__()
        self.said = list(said)
        self.refused_forms: set[str] = set()

    @property
    def prompts(self) -> list[dict[str, Any]]:
        """What it was asked."""
        return [request.json() for request in self.heard]

    def answer(self, request: Request) -> Reply:
        """See base class."""
        if request.path != "/v1/chat/completions" or request.token not in {KEY, ""}:
            return Reply(401, {"error": {"message": f"wrong key {request.token}"}})
        body = request.json()
        if body.get("response_format", {}).get("type") in self.refused_forms:
            return Reply(400, {"error": {"message": "response_format is not supported"}})
        said = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        said = said(body) if callable(said) else said
        return said if isinstance(said, Reply) else completion(said)

    def commits(self, request: Request) -> bool:
        """Let every call be met by the troubles that are planned."""
        del request
        return True


class ModelScene:
    """A model, what is remembered of it, and what is stored."""

    def __init__(self, server: ModelServer, url: str, **settings: Any) -> None:
        self.server = server
        self.store = FakeStore()
        self.stores = FakeStores({TENANT: self.store})
        self.memory = VolatileMemory()
        given = {
            "url": f"{url}/v1",
            "model": "small-1",
            "key_env": "MODEL_KEY",
            "price_per_million_input": 2.0,
            "price_per_million_output": 10.0,
            "currency": "EUR",
        }
        self.settings = ModelSettings.model_validate(given | settings)
        secrets = {"MODEL_KEY": SecretStr(KEY)}
        self.model = Model(self.settings, secrets, self.stores, self.memory, lambda: MOMENT)


@asynccontextmanager
async def modelled(*said: Said, **settings: Any) -> AsyncGenerator[ModelScene]:
    """Serve a model that says this meanwhile."""
    server = ModelServer(*said)
    async with server.serving() as url:
        yield ModelScene(server, url, **settings)
