"""Who can do the work of each stage: one table per stage, in which a provider has its record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from pydantic import SecretStr

from activities.audit.http import HttpAuditor
from activities.audit.keys import AuditorKey
from activities.audit.rules import RuleAuditor
from activities.content.http import HttpContent
from activities.content.model import ModelContent
from activities.content.templates.provider import TemplateContent
from activities.http.service import Service
from activities.http.service_settings import HttpService
from activities.learn.http import HttpLearner
from activities.learn.rates import RateLearner
from activities.model.model import Model
from activities.model.settings import ModelSettings
from activities.ports import (
    ArtifactStores,
    Auditor,
    Compute,
    ContentProvider,
    Learner,
    Memory,
    RadarProvider,
    StrategyProvider,
)
from activities.radar.feeds import FeedRadar
from activities.radar.http import HttpRadar
from activities.radar.settings import FeedSettings
from activities.radar.subscriptions import Subscriptions
from activities.radar.web import Web
from activities.strategy.http import HttpStrategy
from activities.strategy.model import ModelStrategy
from activities.strategy.rules import RuleStrategy
from contracts import CampaignState, Contract
from domain.text.lemmas import load_word_lists

P = TypeVar("P")
S = TypeVar("S", bound=Contract)


@dataclass(frozen=True)
class ProviderTools:
    """What a provider may use of its surroundings, and nothing else of them."""

    stores: ArtifactStores
    key: AuditorKey
    """What an auditor signs with."""
    clock: Callable[[], datetime]
    compute: Compute
    """Where it does what keeps a processor busy."""
    memory: Memory
    """Where it keeps what it need not ask for again."""
    is_rehearsed: bool = False
    """Whether what is made is thrown away, as for a plan: no service may take it for the real."""
    secrets: Mapping[str, SecretStr] = field(default_factory=dict[str, SecretStr])
    """By variable: those that the provider's own settings name."""


class NoSettings(Contract):
    """A provider that leaves nothing to choose."""


@dataclass(frozen=True)
class ProviderKind(Generic[S, P]):
    """One way to do the work of a stage: what may be said of it, and how it is built.

    Building opens nothing that could fail: a worker builds all providers before it takes work.
    """

    name: str
    """What stands as `provider` in the file of providers."""
    about: str
    """What it is, in one sentence."""
    settings: type[S]
    """What else the file may say of it. The docstrings of the fields are the documentation."""
    build: Callable[[S, ProviderTools], P]


@dataclass(frozen=True)
class StageProviders(Generic[P]):
    """Every way to do the work of one stage; the first one needs no settings and is built in."""

    stage: CampaignState
    section: str
    """What the stage is called in the file of providers."""
    kinds: Sequence[ProviderKind[Any, P]]

    @property
    def built_in(self) -> ProviderKind[Any, P]:
        """Who does the work where nothing else was chosen."""
        return self.kinds[0]

    @property
    def by_name(self) -> Mapping[str, ProviderKind[Any, P]]:
        """Every kind by its name."""
        return {kind.name: kind for kind in self.kinds}


def _service(chosen: HttpService, tools: ProviderTools) -> Service:
    return Service(chosen, tools.secrets, tools.clock, is_rehearsed=tools.is_rehearsed)


def _model(chosen: ModelSettings, tools: ProviderTools) -> Model:
    return Model(chosen, tools.secrets, tools.stores, tools.memory, tools.clock)


def _subscriptions(chosen: FeedSettings, tools: ProviderTools) -> Subscriptions:
    web = Web(chosen.networks, chosen.seconds_per_feed)
    return Subscriptions(web, tools.stores, tools.memory)


def _rule_auditor(tools: ProviderTools) -> RuleAuditor:
    return RuleAuditor(tools.stores, tools.key, tools.clock, tools.compute)


RADAR: Final = StageProviders[RadarProvider](
    CampaignState.RADAR_SCAN,
    "radar",
    (
        ProviderKind(
            "feeds",
            "Ranks what rises in the feeds and signal files of the request, on the web and off it.",
            FeedSettings,
            lambda chosen, tools: FeedRadar(
                tools.stores, tools.compute, _subscriptions(chosen, tools)
            ),
        ),
        ProviderKind(
            "http",
            "Asks a service of your own what rises, and sends it the files of the request.",
            HttpService,
            lambda chosen, tools: HttpRadar(_service(chosen, tools), tools.stores),
        ),
    ),
)
STRATEGY: Final = StageProviders[StrategyProvider](
    CampaignState.STRATEGY_GEN,
    "strategy",
    (
        ProviderKind(
            "rules",
            "Composes the brief from request and signals by rules that anybody can follow.",
            NoSettings,
            lambda _, tools: RuleStrategy(tools.compute),
        ),
        ProviderKind(
            "http",
            "Has a service of your own compose the brief, and holds it to the request.",
            HttpService,
            lambda chosen, tools: HttpStrategy(_service(chosen, tools), tools.compute),
        ),
        ProviderKind(
            "llm",
            "Has a model say whom the brief addresses and what it says; the rest is the request's.",
            ModelSettings,
            lambda chosen, tools: ModelStrategy(_model(chosen, tools), tools.compute),
        ),
    ),
)
CONTENT: Final = StageProviders[ContentProvider](
    CampaignState.CONTENT_PROD,
    "content",
    (
        ProviderKind(
            "templates",
            "Writes copy from sentences and draws one creative for it.",
            NoSettings,
            lambda _, tools: TemplateContent(tools.stores, tools.compute),
        ),
        ProviderKind(
            "http",
            "Has a service of your own make copy and creatives.",
            HttpService,
            lambda chosen, tools: HttpContent(_service(chosen, tools), tools.stores),
        ),
        ProviderKind(
            "llm",
            "Has a model write the copy, and draws one creative for it.",
            ModelSettings,
            lambda chosen, tools: ModelContent(
                _model(chosen, tools), TemplateContent(tools.stores, tools.compute)
            ),
        ),
    ),
)
AUDIT: Final = StageProviders[Auditor](
    CampaignState.QUALITY_AUDIT,
    "audit",
    (
        ProviderKind(
            "rules",
            "Runs every check of the catalogue and signs what they find.",
            NoSettings,
            lambda _, tools: _rule_auditor(tools),
        ),
        ProviderKind(
            "http",
            "Adds what a service of your own finds to what the rules find, and signs both.",
            HttpService,
            lambda chosen, tools: HttpAuditor(
                _service(chosen, tools), tools.stores, _rule_auditor(tools)
            ),
        ),
    ),
)
LEARN: Final = StageProviders[Learner](
    CampaignState.LEARN,
    "learn",
    (
        ProviderKind(
            "rates",
            "Computes rates with intervals from what the channels counted.",
            NoSettings,
            lambda _, __: RateLearner(),
        ),
        ProviderKind(
            "http",
            "Has a service of your own read what the channels counted.",
            HttpService,
            lambda chosen, tools: HttpLearner(_service(chosen, tools)),
        ),
    ),
)

STAGES: Final[tuple[StageProviders[Any], ...]] = (RADAR, STRATEGY, CONTENT, AUDIT, LEARN)
"""In the order of a campaign."""


def warm_up() -> None:
    """Read what the work of the stages needs; their code is there once this module is."""
    load_word_lists()
