"""A brand's colours under a rule about colours: neither its edges nor its fills are renamed."""

from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.support.case_tables import CASES, rows_of
from tests.support.plans import Outlook, planned, read

pytestmark = pytest.mark.no_cover  # the stages are measured by their own tests, in half the time
_ROWS: Final = rows_of("brand_colors.tsv")
_KIT: Final = ("background", "text", "accent", "accent_text")
_BASE: Final = yaml.safe_load((CASES / "requests/brand_colors.yaml").read_text("utf-8"))


def _name(row: dict[str, str]) -> str:
    return "-".join([*(row[part].lstrip("#") for part in _KIT), row["rule"]])


@pytest.mark.parametrize("row", _ROWS, ids=_name)
async def test_a_brand_is_judged_by_the_colors_that_people_see(
    row: dict[str, str], tmp_path: Path
) -> None:
    """Black on white is no grey, navy is no purple, and what a rule forbids is found."""
    brand = {"name": "Barro Vivo"} | {part: row[part] for part in _KIT}
    request = tmp_path / "request.yaml"
    request.write_text(yaml.safe_dump(_BASE | {"brand": brand, "do_not_do": [row["rule"]]}))

    plan = await planned(read(request), tmp_path / "home")

    assert Outlook.of(plan) == Outlook(row["ends"], row["finds"], "")
