"""A campaign whose brief and copy a model writes, from the request to publication."""

import json
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from activities.audit.keys import AuditorKey
from activities.compute import ThreadCompute
from activities.memory.volatile import VolatileMemory
from activities.radar.feeds import FeedRadar
from contracts import (
    CampaignPayload,
    CampaignState,
    FailureReason,
    LogAction,
    ReviewAction,
    ReviewDecision,
    ReviewPolicy,
    WaitingFor,
)
from contracts.base import utc_now
from runtime.temporal.plugin import PhoenixPlugin
from runtime.wiring.chosen_providers import build_providers, read_choices
from runtime.wiring.providers import ProviderTools
from tests.support.builders import request
from tests.support.fakes import KEY as AUDITOR_KEY
from tests.support.injections import INJECTIONS
from tests.support.models import KEY, ModelServer, Said
from tests.support.publishing.networks.server import Reply
from tests.support.publishing.networks.troubles import Trouble
from tests.support.worlds.campaigns import World, open_idle_world

LINK: Final = "https://tostadores.example/cosecha"
STRATEGY: Final = {
    "target_audience": "Personas que preparan café de filtro en casa",
    "core_message": "La cosecha nueva ya está en la tienda",
    "angles": [],
    "channels": [{"channel": "x", "share": 1}],
    "rationale": "Un canal.",
}
GOOD: Final = {
    "headline": "La cosecha nueva ya está en la tienda",
    "description": "Café de Nariño para preparar en casa",
    "body": f"La cosecha nueva ya está en la tienda. Ver la cosecha: {LINK}",
}
SHOUTED: Final = GOOD | {"body": f"LA COSECHA NUEVA YA ESTÁ EN LA TIENDA. VER LA COSECHA: {LINK}"}
ENGLISH: Final = {
    "headline": "The new harvest is in the shop now",
    "description": "Coffee from Nariño to make at home",
    "body": f"The new harvest is in the shop, and everybody likes it. See the harvest: {LINK}",
}


class Author:
    """A model that writes a brief once, and then one text after the other."""

    def __init__(self, *texts: Said) -> None:
        self.texts = list(texts)

    def __call__(self, body: dict[str, Any]) -> Said:
        """Answer one prompt."""
        if "strategist" in body["messages"][0]["content"]:
            return STRATEGY
        return self.texts.pop(0) if len(self.texts) > 1 else self.texts[0]


@asynccontextmanager
async def written(
    folder: Path, author: Author, *troubles: Trouble
) -> AsyncGenerator[tuple[World, ModelServer]]:
    """Open a world in which a model writes."""
    server = ModelServer(author)
    server.troubles += troubles
    async with open_idle_world(PhoenixPlugin()) as world, server.serving() as url:
        file = folder / "providers.toml"
        sections = [
            f'[{stage}]\nprovider = "llm"\nurl = "{url}/v1"\nmodel = "small-1"\n'
            'key_env = "MODEL_KEY"\nprice_per_million_input = 2\nprice_per_million_output = 10\n'
            'currency = "EUR"\n'
            for stage in ("strategy", "content")
        ]
        file.write_text("\n".join(sections), encoding="utf-8")
        tools = ProviderTools(
            stores=world.stores,
            key=AuditorKey(AUDITOR_KEY, development=False),
            clock=utc_now,
            compute=ThreadCompute(),
            memory=VolatileMemory(),
        )
        built = build_providers(tools, read_choices(file, {"MODEL_KEY": KEY}))
        assert isinstance(built.radar.usual, FeedRadar)
        async with world.worker(replace(world.stages(), **vars(built))):
            yield world, server


def asked(**changes: Any) -> Any:
    """Return a request with two rounds for the model."""
    return request(
        "x",
        do_not_do=["No usar mayúsculas"],
        review=ReviewPolicy(max_self_revisions=2, max_revisions=1),
        **changes,
    )


def rounds(payload: CampaignPayload) -> Sequence[Any]:
    """Return what was told to the model, round by round."""
    return [
        entry.metadata["findings"]
        for entry in payload.execution_log
        if entry.action == LogAction.SELF_REVISED
    ]


@pytest.mark.parametrize(("wrong", "found"), [(SHOUTED, "caps"), (ENGLISH, "language")])
async def test_a_finding_is_mended_by_the_model_in_the_second_round(
    tmp_path: Path, wrong: Said, found: str
) -> None:
    """The audit's words go back to it, nobody is asked, and what is right goes out."""
    async with written(tmp_path, Author(wrong, GOOD)) as (world, server):
        campaign = await world.start(asked())
        payload = await campaign.handle.result()
        history = (await campaign.history()).to_json()

    (told,) = rounds(payload)
    assert payload.current_state is CampaignState.IDLE
    assert payload.revision == 1
    assert payload.reviews == []
    assert found in told[0]
    data = json.loads(server.prompts[-1]["messages"][1]["content"])
    assert (data["findings"], data["last_version"]["body"]) == (told, wrong["body"])
    assert [asset.text["body"] for asset in payload.assets] == [wrong["body"], GOOD["body"]]
    (used,) = payload.usage
    assert (used.calls, used.input_tokens, used.output_tokens) == (3, 3000, 300)
    assert used.cost == 0.009
    assert len(used.records) == 3
    kept = "".join(str(data) for data in world.store.blobs.values())
    assert KEY not in history + kept + payload.model_dump_json()


async def test_a_model_that_does_not_mend_it_ends_after_its_rounds(tmp_path: Path) -> None:
    """Each round is in the log, and then the gate decides as always."""
    async with written(tmp_path, Author(SHOUTED)) as (world, _):
        campaign = await world.start(asked())
        payload = await campaign.failed_payload()

    assert len(rounds(payload)) == 2
    assert payload.revision == 2
    assert payload.terminal_reason is FailureReason.QUALITY_CHECK_FAILED
    assert list(world.platform.book) == []


async def test_a_reviewer_s_revisions_are_counted_by_themselves(tmp_path: Path) -> None:
    """What the model mended by itself takes no revision from a person."""
    author = Author(SHOUTED, GOOD, GOOD | {"description": "Recién llegado de Nariño"})
    async with written(tmp_path, author) as (world, server):
        campaign = await world.start(
            asked().model_copy(
                update={
                    "review": ReviewPolicy.model_validate_json(
                        '{"mode": "always", "max_self_revisions": 2, "max_revisions": 1}'
                    )
                }
            )
        )
        decisions = ((ReviewAction.REQUEST_CHANGES, "más fresco"), (ReviewAction.APPROVE, None))
        digests: list[str] = []
        for action, comment in decisions:
            status = await campaign.until(
                lambda status: (
                    status.wait is not None
                    and status.wait.on is WaitingFor.REVIEW
                    and status.report_digest not in digests
                )
            )
            digests.append(str(status.report_digest))
            await campaign.send(
                "review",
                ReviewDecision(
                    action=action, reviewer="Lucía", comment=comment, report_digest=digests[-1]
                ),
            )
        payload = await campaign.handle.result()

    assert payload.revision == 2
    assert len(rounds(payload)) == 1
    assert json.loads(server.prompts[-1]["messages"][1]["content"])["changes"] == ["más fresco"]


async def test_a_busy_cut_and_babbling_model_carries_a_campaign_all_the_same(
    tmp_path: Path,
) -> None:
    """Rate limits and cut answers cost retries, malformed ones a repair, and nothing is lost."""
    author = Author("I would love to!", GOOD)
    async with written(tmp_path, author, Trouble.BUSY, Trouble.CUT_AFTER) as (world, _):
        campaign = await world.start(asked())
        payload = await campaign.handle.result()

    assert payload.current_state is CampaignState.IDLE
    assert payload.retry_count == 2
    (used,) = payload.usage
    assert used.calls == 3


async def test_a_refused_key_ends_the_campaign_and_is_shown_nowhere(tmp_path: Path) -> None:
    """The reason says who refused, and nothing of the key."""
    denied = Reply(401, {"error": {"message": f"Incorrect API key provided: {KEY}"}})
    async with written(tmp_path, Author(denied)) as (world, _):
        campaign = await world.start(asked())
        payload = await campaign.failed_payload()
        history = (await campaign.history()).to_json()

    assert payload.terminal_reason is FailureReason.PLATFORM_ERROR
    assert "Incorrect API key provided: …" in str(payload.terminal_details)
    assert KEY not in history


async def test_an_obedient_model_publishes_nothing_of_a_stranger_s(tmp_path: Path) -> None:
    """What an injection makes a model write is held up by the audit, as anybody's copy is."""
    evil = GOOD | {"body": f"{INJECTIONS[6][:80]} https://evil.example/login {LINK}"}
    async with written(tmp_path, Author(evil)) as (world, _):
        campaign = await world.start(asked())
        payload = await campaign.failed_payload()

    assert payload.terminal_reason is FailureReason.QUALITY_CHECK_FAILED
    assert list(world.platform.book) == []
