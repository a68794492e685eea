"""Who does the work of each stage: one table per stage, from which a provider is chosen by name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from activities.audit.keys import AuditorKey
from activities.audit.rules import RuleAuditor
from activities.content.templates.provider import TemplateContent
from activities.learn.rates import RateLearner
from activities.ports import (
    ArtifactStores,
    Auditor,
    Compute,
    ContentProvider,
    Learner,
    RadarProvider,
    StrategyProvider,
)
from activities.radar.feeds import FeedRadar
from activities.strategy.rules import RuleStrategy
from contracts import CampaignState, ContractInvalid
from domain.text.spelling import load_word_lists

P = TypeVar("P")


@dataclass(frozen=True)
class ProviderTools:
    """What a provider may use of its surroundings, and nothing else of them."""

    stores: ArtifactStores
    key: AuditorKey
    """What an auditor signs with."""
    clock: Callable[[], datetime]
    compute: Compute
    """Where it does what keeps a processor busy."""


@dataclass(frozen=True)
class Provider(Generic[P]):
    """One way to do the work of a stage."""

    about: str
    """What it is, in one sentence."""
    build: Callable[[ProviderTools], P]


@dataclass(frozen=True)
class StageProviders(Generic[P]):
    """Every way to do the work of one stage, by name."""

    stage: CampaignState
    by_name: Mapping[str, Provider[P]]

    def named(self, name: str) -> Provider[P]:
        """Return the provider of a name.

        Raises:
            ContractInvalid: There is none of it; the message names those there are.
        """
        found = self.by_name.get(name)
        if found is None:
            known = ", ".join(sorted(self.by_name))
            raise ContractInvalid(
                f"{self.stage}: {name} is not a known provider; known are {known}"
            )
        return found


RADAR: Final[StageProviders[RadarProvider]] = StageProviders(
    CampaignState.RADAR_SCAN,
    {
        "feeds": Provider(
            "Ranks what rises in the feeds and signal files of the request.",
            lambda tools: FeedRadar(tools.stores, tools.compute),
        ),
    },
)
STRATEGY: Final[StageProviders[StrategyProvider]] = StageProviders(
    CampaignState.STRATEGY_GEN,
    {
        "rules": Provider(
            "Composes the brief from request and signals by rules that anybody can follow.",
            lambda tools: RuleStrategy(tools.compute),
        ),
    },
)
CONTENT: Final[StageProviders[ContentProvider]] = StageProviders(
    CampaignState.CONTENT_PROD,
    {
        "templates": Provider(
            "Writes copy from sentences and draws one creative for it.",
            lambda tools: TemplateContent(tools.stores, tools.compute),
        ),
    },
)
AUDIT: Final[StageProviders[Auditor]] = StageProviders(
    CampaignState.QUALITY_AUDIT,
    {
        "rules": Provider(
            "Runs every check of the catalogue and signs what they find.",
            lambda tools: RuleAuditor(tools.stores, tools.key, tools.clock, tools.compute),
        ),
    },
)
LEARN: Final[StageProviders[Learner]] = StageProviders(
    CampaignState.LEARN,
    {
        "rates": Provider(
            "Computes rates with intervals from what the channels counted.",
            lambda _: RateLearner(),
        ),
    },
)

STAGES: Final[tuple[StageProviders[Any], ...]] = (RADAR, STRATEGY, CONTENT, AUDIT, LEARN)
"""In the order of a campaign."""


@dataclass(frozen=True)
class Choice:
    """The name of a provider for every stage; the built-in ones need no network and no account."""

    radar: str = "feeds"
    strategy: str = "rules"
    content: str = "templates"
    audit: str = "rules"
    learn: str = "rates"


BUILT_IN: Final = Choice()


@dataclass(frozen=True)
class Providers:
    """One provider for every stage."""

    radar: RadarProvider
    strategy: StrategyProvider
    content: ContentProvider
    auditor: Auditor
    learner: Learner


def build_providers(tools: ProviderTools, choice: Choice = BUILT_IN) -> Providers:
    """Return the chosen providers: a plan and a worker are given the same ones.

    Raises:
        ContractInvalid: A stage has no provider of the name; the message names those there are.
    """
    return Providers(
        radar=RADAR.named(choice.radar).build(tools),
        strategy=STRATEGY.named(choice.strategy).build(tools),
        content=CONTENT.named(choice.content).build(tools),
        auditor=AUDIT.named(choice.audit).build(tools),
        learner=LEARN.named(choice.learn).build(tools),
    )


def warm_up() -> None:
    """Read what the work of the stages needs; their code is there once this module is."""
    load_word_lists()
