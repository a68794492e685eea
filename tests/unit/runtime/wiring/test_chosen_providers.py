"""One file says who does the work of which stage and tenant, and every mistake in it is named."""

from pathlib import Path
from typing import Final
from uuid import UUID

import pytest

from activities.audit.keys import AuditorKey
from activities.compute import ThreadCompute
from activities.memory.volatile import VolatileMemory
from contracts import CampaignState, ContractInvalid
from contracts.base import utc_now
from runtime.wiring.chosen_providers import Choices, build_providers, read_choices
from runtime.wiring.providers import STAGES, ProviderTools
from tests.support.builders import TENANT
from tests.support.fakes import KEY, FakeStores

OTHER: Final = UUID("00000000-0000-4000-8000-00000000000a")
TOOLS: Final = ProviderTools(
    stores=FakeStores(),
    key=AuditorKey(KEY, development=False),
    clock=utc_now,
    compute=ThreadCompute(),
    memory=VolatileMemory(),
)
SECTIONS: Final = (
    "the sections are [radar], [strategy], [content], [audit], [learn] and "
    "[tenants.<tenant id>.<stage>]; who publishes is chosen in the channels file"
)

TWICE: Final = f"""
[tenants.{TENANT}.radar]
provider = "feeds"
[tenants."{str(TENANT).upper()}".radar]
provider = "feeds"
"""


def chosen(folder: Path, text: str) -> Choices:
    """Return what a file with this text chooses."""
    file = folder / "providers.toml"
    file.write_text(text, encoding="utf-8")
    return read_choices(file, {})


def test_without_a_file_every_stage_has_its_built_in_provider(tmp_path: Path) -> None:
    """Phoenix works before anybody has configured a model, a service or an account."""
    choices = read_choices(tmp_path / "none.toml", {})

    built = build_providers(TOOLS, choices)

    assert [type(one.of(TENANT)).__name__ for one in vars(built).values()] == [
        "FeedRadar",
        "RuleStrategy",
        "TemplateContent",
        "RuleAuditor",
        "RateLearner",
    ]
    assert list(choices.names(TENANT)) == [stage.stage for stage in STAGES]
    assert built.learner.answers_at_once


def test_a_file_that_was_set_has_to_be_there(tmp_path: Path) -> None:
    """A typing error in its path does not bring the built-in providers back."""
    with pytest.raises(ContractInvalid, match=r"providers file .*/provider\.toml does not exist"):
        read_choices(tmp_path / "provider.toml", {}, must_exist=True)


def test_a_tenant_has_what_its_own_section_says_and_the_usual_of_the_rest(tmp_path: Path) -> None:
    """What is chosen for one tenant changes nothing for another."""
    file = f'[radar]\nprovider = "feeds"\n[tenants.{TENANT}.strategy]\nprovider = "rules"\n'
    built = build_providers(TOOLS, chosen(tmp_path, file))

    assert built.strategy.of(TENANT) is not built.strategy.of(OTHER)
    assert built.radar.of(TENANT) is built.radar.of(OTHER)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[publish]\nprovider = "webhook"', f"publish: is no section; {SECTIONS}"),
        ('[radr]\nprovider = "feeds"', f"radr: is no section; {SECTIONS}"),
        ("radar = 3", "radar: provider: must be one of "),
        ("[radar]", "radar: provider: must be one of "),
        ('[audit]\nprovider = "tarot"', "audit: provider: must be one of "),
        (
            '[radar]\nprovider = "feeds"\nurl = "https://a.example"',
            "radar: url: is not a field of this contract; the fields are allow_networks, ",
        ),
        ("tenants = 3", f"tenants: must be a table; {SECTIONS}"),
        ("[tenants]\nacme = 3", "tenants.acme: must be named by the tenant's id, such as "),
        (f"[tenants]\n{TENANT} = 3", f"tenants.{TENANT}: must be a table; {SECTIONS}"),
        (
            f'[tenants.{TENANT}.publish]\nprovider = "x"',
            f"tenants.{TENANT}.publish: is no section; {SECTIONS}",
        ),
        (
            TWICE,
            f"tenants.{str(TENANT).upper()}: the tenant stands there twice",
        ),
    ],
)
def test_a_mistake_names_file_section_and_field(tmp_path: Path, text: str, message: str) -> None:
    """Who mistypes something is told where, and what would be right."""
    with pytest.raises(ContractInvalid) as caught:
        chosen(tmp_path, text)

    assert str(caught.value).startswith(
        f"The providers file {tmp_path / 'providers.toml'} is invalid: {message}"
    )


def test_who_works_for_a_tenant_is_told_by_stage(tmp_path: Path) -> None:
    """A plan says who would do what."""
    names = chosen(tmp_path, '[audit]\nprovider = "rules"\n').names(TENANT)

    assert names[CampaignState.QUALITY_AUDIT] == "rules"
