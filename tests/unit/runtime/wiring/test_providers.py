"""Each stage's work is done by the provider of the name that was chosen."""

from dataclasses import replace
from typing import Final

import pytest

from activities.audit.keys import AuditorKey
from activities.compute import ThreadCompute
from contracts import CampaignState, ContractInvalid
from contracts.base import utc_now
from runtime.wiring.providers import BUILT_IN, STAGES, ProviderTools, build_providers
from tests.support.fakes import KEY, FakeStores

TOOLS: Final = ProviderTools(
    stores=FakeStores(),
    key=AuditorKey(KEY, development=False),
    clock=utc_now,
    compute=ThreadCompute(),
)


def test_without_a_choice_every_stage_has_its_built_in_provider() -> None:
    """Phoenix works before anybody has configured a model, a service or an account."""
    built = build_providers(TOOLS)

    assert [type(one).__name__ for one in vars(built).values()] == [
        "FeedRadar",
        "RuleStrategy",
        "TemplateContent",
        "RuleAuditor",
        "RateLearner",
    ]


def test_every_stage_before_and_after_publication_has_a_table() -> None:
    """What publishes is chosen per channel, and everything else per stage."""
    others = {CampaignState.IDLE, CampaignState.PUBLISH, CampaignState.FAILED}

    assert {stage.stage for stage in STAGES} == set(CampaignState) - others
    assert all(one.about.endswith(".") for stage in STAGES for one in stage.by_name.values())


@pytest.mark.parametrize(
    ("stage", "message"),
    [
        ("radar", "RADAR_SCAN: tarot is not a known provider; known are feeds"),
        ("strategy", "STRATEGY_GEN: tarot is not a known provider; known are rules"),
        ("content", "CONTENT_PROD: tarot is not a known provider; known are templates"),
        ("audit", "QUALITY_AUDIT: tarot is not a known provider; known are rules"),
        ("learn", "LEARN: tarot is not a known provider; known are rates"),
    ],
)
def test_a_name_that_nobody_has_is_refused_with_those_there_are(stage: str, message: str) -> None:
    """Who mistypes a provider is told which ones the stage has."""
    with pytest.raises(ContractInvalid) as caught:
        build_providers(TOOLS, replace(BUILT_IN, **{stage: "tarot"}))

    assert str(caught.value) == message
