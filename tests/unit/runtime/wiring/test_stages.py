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
    """Policies that can be read, and files that are no tenant's, keep no worker from its work."""
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / "default.toml").write_text("review_required = true\n")
    (folder / f"{TENANT}.toml").write_text("review_required = false\n")
    (folder / "notes.toml").write_text("not TOML")

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
