"""What settings and files choose together is looked at before any work is taken."""

from pathlib import Path

import pytest

from contracts import ContractInvalid
from runtime.settings import Settings
from runtime.wiring.composition import provider_choices
from tests.support.builders import TENANT


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Return settings with a provider for one tenant."""
    settings = Settings(home=tmp_path)
    settings.providers.write_text(f'[tenants.{TENANT}.radar]\nprovider = "feeds"\n')
    return settings


def test_a_tenant_whom_nobody_knows_has_no_providers(settings: Settings) -> None:
    """A typing error in an id leaves no section without effect."""
    settings.tenants.mkdir()
    (settings.tenants / "default.toml").write_text("")

    with pytest.raises(ContractInvalid, match=rf"tenants\.{TENANT}: no policy speaks for this"):
        provider_choices(settings)


def test_a_tenant_with_a_policy_has_its_own(settings: Settings) -> None:
    """As every tenant has before anybody has written a policy."""
    assert list(provider_choices(settings).of_tenants) == [TENANT]
    settings.tenants.mkdir()
    (settings.tenants / f"{TENANT}.toml").write_text("")

    assert list(provider_choices(settings).of_tenants) == [TENANT]


def test_a_file_that_was_set_has_to_be_there(tmp_path: Path) -> None:
    """Only at its default place it may be missing."""
    assert provider_choices(Settings(home=tmp_path)).usual == {}

    with pytest.raises(ContractInvalid, match=r"typo\.toml does not exist"):
        provider_choices(Settings(home=tmp_path, providers=tmp_path / "typo.toml"))
