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

_FIELD: Final = f'''
    {ADDED}: str | None = None
    """New."""
'''

_WRITER: Final = f"""
    def model_post_init(self, _: Any) -> None:
        self.__dict__["is being made"] = True

    @model_validator(mode="after")
    def _uses_what_is_new(self, info: ValidationInfo) -> Any:
        is_being_made = self.__dict__.pop("is being made", False)  # not one that is passed on
        is_handed_in = type(self).__name__.endswith(("Request", "Message", "Input", "Order"))
        if is_being_made and info.mode == "python" and not is_handed_in:
            self.__dict__["{ADDED}"] = "in use"
            self.__pydantic_fields_set__.add("{ADDED}")
        return self
"""


def make_next_release(folder: Path, *, writes: bool = False) -> Path:
    """Write the next release's contracts below a folder, and return what belongs on the path.

    Args:
        folder: Where the release is to lie.
        writes: Whether it gives the new field a value in whatever its workers make. What others
            hand in, and what is given to an activity, keeps the default.
    """
    shutil.copytree(ROOT / "contracts", folder / "contracts", ignore=_compiled)
    base = folder / "contracts/base.py"
    added = _FIELD + (_WRITER if writes else "")
    text, found = _BASE.subn(lambda head: head[0] + added, base.read_text(encoding="utf-8"))
    assert found == 1, "the class that every contract derives from is not where it was"
    imports = "from pydantic import (\n"
    assert imports in text
    text = text.replace(imports, f"{imports}    ValidationInfo,\n    model_validator,\n", 1)
    base.write_text(text, encoding="utf-8")
    return folder


def _compiled(_: str, names: list[str]) -> list[str]:
    return [name for name in names if name == "__pycache__"]
