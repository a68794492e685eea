"""A release whose workflow goes another way than before, and says so by no marker.

Its packages come before this checkout's own when its folder is first on the path.
"""

import shutil
from pathlib import Path
from typing import Final

from tests.support.paths import ROOT

_BEGINS: Final = """\
        record = self._record
        self._waits.show()
        try:
"""
_MISTAKE: Final = """\
        await workflow.sleep(0.001)
"""


def make_broken_release(folder: Path) -> Path:
    """Write the workflows of a broken release below a folder, and return what goes on the path.

    Campaigns that it begins go through; those that it did not begin, it cannot carry on, and what
    it has begun no other release can.
    """
    shutil.copytree(ROOT / "workflows", folder / "workflows", ignore=_compiled)
    run = folder / "workflows/run.py"
    text = run.read_text(encoding="utf-8")
    assert text.count(_BEGINS) == 1, "a campaign does not begin where it did"
    run.write_text(text.replace(_BEGINS, _MISTAKE + _BEGINS), encoding="utf-8")
    return folder


def _compiled(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
