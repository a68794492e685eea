"""A worker's stages before it connects: what they are to read is judged first."""

from pathlib import Path
from uuid import UUID

import pytest

from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.stages import open_stages

TENANT = UUID("468bd6b2-74ce-589b-b79f-77f8ab9981ae")


def settings(folder: Path) -> Settings:
    """Return settings with everything under a folder."""
    return Settings(home=folder)


async def test_a_worker_with_fitting_policies_has_its_stages(tmp_path: Path) -> None:
    """Policies that can be read keep no worker from its work."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / "default.toml").write_text("review_required = true\n")
    (folder / f"{TENANT}.toml").write_text("review_required = false\n")

    stages = await open_stages(settings(tmp_path))

    assert (await stages.policies.policy_of(TENANT)).source == f"{TENANT}.toml"
    await stages.close()


@pytest.mark.parametrize("name", ["default.toml", f"{TENANT}.toml"])
async def test_a_policy_that_cannot_be_read_is_wrong_use(tmp_path: Path, name: str) -> None:
    """A typo in a tenant's policy is told at the start and not by the tenant's next campaign."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / name).write_text("budget_ceilling = 5\n")

    with pytest.raises(WrongUse, match=rf"tenants: .*{name} is invalid: budget_ceilling"):
        await open_stages(settings(tmp_path))


@pytest.mark.parametrize("name", ["notes.toml", "tenant-a.toml", f"{TENANT}.tml"])
async def test_a_file_that_is_no_tenants_is_wrong_use(tmp_path: Path, name: str) -> None:
    """A policy under a wrong name is told at the start: it would have been nobody's."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / name).write_text("review_required = true\n")

    with pytest.raises(WrongUse, match=rf"tenants: The file {name} is no tenant's policy"):
        await open_stages(settings(tmp_path))


async def test_a_folder_of_policies_that_was_named_has_to_be_there(tmp_path: Path) -> None:
    """A typing error in PHOENIX_TENANTS, or a disk that is not mounted, lets nobody do anything."""
    with pytest.raises(WrongUse, match=r"tenant: The folder .* does not exist"):
        await open_stages(Settings(home=tmp_path, tenants=tmp_path / "tenant"))
