"""The next release of Phoenix as a folder: the same contracts, each with one more optional field.

Its packages come before this checkout's own when its folder is first on the path.
"""

import re
import shutil
from pathlib import Path
from typing import Final

from tests.support.paths import ROOT

ADDED: Final = "added_by_the_next_release"
"""The field that every contract of the next release has, and this one's do not know."""

_BASE: Final = re.compile(r'(class Contract\(BaseModel\):\n    """.*?"""\n)', re.DOTALL)


def make_next_release(folder: Path) -> Path:
    """Write the next release's contracts below a folder, and return what belongs on the path."""
    shutil.copytree(ROOT / "contracts", folder / "contracts", ignore=_compiled)
    base = folder / "contracts/base.py"
    text, found = _BASE.subn(
        rf'\1\n    {ADDED}: str | None = None\n    """New."""\n', base.read_text(encoding="utf-8")
    )
    assert found == 1, "the class that every contract derives from is not where it was"
    base.write_text(text, encoding="utf-8")
    return folder


def _compiled(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
