"""Which provider does the work of which stage and tenant, as one TOML file says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from activities.per_tenant import (
    AuditorPerTenant,
    ContentPerTenant,
    LearnerPerTenant,
    RadarPerTenant,
    StrategyPerTenant,
)
from contracts import CampaignState
from contracts.repeating import repeated
from runtime.wiring.providers import (
    AUDIT,
    CONTENT,
    LEARN,
    RADAR,
    STAGES,
    STRATEGY,
    ProviderKind,
    ProviderTools,
    StageProviders,
)
from runtime.wiring.sections import Chosen, Faulty, SectionsFile, chosen, kind_in

P = TypeVar("P")

_NAMED: Final = "providers"
_TENANTS: Final = "tenants"
_KIND: Final = "provider"
_BY_SECTION: Final = {stage.section: stage for stage in STAGES}
_SECTIONS: Final = (
    f"the sections are {', '.join(f'[{name}]' for name in _BY_SECTION)} "
    f"and [{_TENANTS}.<tenant id>.<stage>]; who publishes is chosen in the channels file"
)

_Chosen = Chosen[ProviderKind[Any, Any]]


@dataclass(frozen=True)
class Choices:
    """What was chosen; for whatever was not, the built-in provider does the work."""

    usual: Mapping[CampaignState, _Chosen] = field(
        default_factory=dict[CampaignState, "Chosen[ProviderKind[Any, Any]]"]
    )
    of_tenants: Mapping[UUID, Mapping[CampaignState, _Chosen]] = field(
        default_factory=dict[UUID, Mapping[CampaignState, "Chosen[ProviderKind[Any, Any]]"]]
    )

    @property
    def variables(self) -> set[str]:
        """The variables whose secrets the file names."""
        every = (self.usual, *self.of_tenants.values())
        return {variable for choice in every for one in choice.values() for variable in one.secrets}

    def sections(self) -> Mapping[str, Mapping[str, Any]]:
        """Return what was chosen, by section: fields that the file leaves out included."""
        choices = {"": self.usual} | {
            f"{_TENANTS}.{tenant}.": choice for tenant, choice in self.of_tenants.items()
        }
        return {
            f"{where}{stage.section}": choice[stage.stage].said(_KIND)
            for where, choice in choices.items()
            for stage in STAGES
            if stage.stage in choice
        }

    def names(self, tenant_id: UUID) -> Mapping[CampaignState, str]:
        """Return by stage who does the work for a tenant, in the order of a campaign."""
        own = self.of_tenants.get(tenant_id, {})
        return {
            stage.stage: (own.get(stage.stage) or self._usual(stage)).kind.name for stage in STAGES
        }

    def of(self, stage: StageProviders[P], tools: ProviderTools) -> tuple[P, dict[UUID, P]]:
        """Return the provider of a stage, and those of tenants that have their own."""
        own = {
            tenant: _built(choice[stage.stage], tools)
            for tenant, choice in self.of_tenants.items()
            if stage.stage in choice
        }
        return _built(self._usual(stage), tools), own

    def _usual(self, stage: StageProviders[Any]) -> _Chosen:
        return self.usual.get(stage.stage) or Chosen(stage.built_in, stage.built_in.settings(), {})


BUILT_IN: Final = Choices()
"""Needs no network, no model and no account."""


@dataclass(frozen=True)
class Providers:
    """Who does the work of every stage."""

    radar: RadarPerTenant
    strategy: StrategyPerTenant
    content: ContentPerTenant
    auditor: AuditorPerTenant
    learner: LearnerPerTenant


def build_providers(tools: ProviderTools, choices: Choices = BUILT_IN) -> Providers:
    """Return the chosen providers: a plan and a worker are given the same ones."""
    return Providers(
        radar=RadarPerTenant(*choices.of(RADAR, tools)),
        strategy=StrategyPerTenant(*choices.of(STRATEGY, tools)),
        content=ContentPerTenant(*choices.of(CONTENT, tools)),
        auditor=AuditorPerTenant(*choices.of(AUDIT, tools)),
        learner=LearnerPerTenant(*choices.of(LEARN, tools)),
    )


def read_choices(path: Path, environ: Mapping[str, str], *, must_exist: bool = False) -> Choices:
    """Return what a file chooses; without one, the built-in providers do all work.

    `docs/providers.md` describes the file. Secrets are not in it: it names the variables of
    `environ` that hold them, and each provider is given those of its own section.

    Args:
        path: The file.
        environ: The environment's variables.
        must_exist: Whether a file that is not there is a mistake.

    Raises:
        ContractInvalid: The file or a variable does not fit. The message names file, section and
            field, says what would be right, and never shows a secret.
    """
    file = SectionsFile(path, _NAMED)
    found = file.read(must_exist=must_exist)
    tenants = found.pop(_TENANTS, {})
    usual = dict(_stages(file, found, "", environ))
    of_tenants: dict[UUID, Mapping[CampaignState, _Chosen]] = {}
    for name, sections in _table(file, tenants, _TENANTS).items():
        where = f"{_TENANTS}.{repeated(name, may_be_id=True)}"
        tenant = _tenant(file, name, where)
        if tenant in of_tenants:
            raise file.invalid(f"{where}: the tenant stands there twice")
        of_tenants[tenant] = dict(
            _stages(file, _table(file, sections, where), f"{where}.", environ)
        )
    return Choices(usual, of_tenants)


def _stages(
    file: SectionsFile, sections: Mapping[str, Any], where: str, environ: Mapping[str, str]
) -> Iterator[tuple[CampaignState, _Chosen]]:
    for name, section in sections.items():
        if name not in _BY_SECTION:
            raise file.invalid(f"{where}{repeated(name)}: is no section; {_SECTIONS}")
        stage = _BY_SECTION[name]
        try:
            kind = kind_in(section, _KIND, stage.by_name)
            yield stage.stage, chosen(section, _KIND, kind, environ)
        except Faulty as error:
            raise file.invalid(f"{where}{name}: {error}") from error


def _table(file: SectionsFile, value: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise file.invalid(f"{where}: must be a table; {_SECTIONS}")
    return value


def _tenant(file: SectionsFile, name: str, where: str) -> UUID:
    try:
        return UUID(name)
    except ValueError as error:
        raise file.invalid(
            f"{where}: must be named by the tenant's id, such as "
            "9a4d2f60-3c1b-4e8e-b7a2-5d0c6f1e8b34"
        ) from error


def _built(one: _Chosen, tools: ProviderTools) -> Any:
    return one.kind.build(one.settings, replace(tools, secrets=one.secrets))
