"""The publisher that docs/channels.md adds before the reader's eyes, taken from the page itself."""

import re
import sys
from collections.abc import Sequence
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Final

from activities.publish.kind import PublisherKind
from tests.support.paths import ROOT
from tests.support.publishing.worlds.world import Open

DOCUMENT: Final = ROOT / "docs" / "channels.md"
_BLOCK: Final = re.compile(r"```\w+\n# (?P<file>\S+)\n(?P<text>.*?)```", re.DOTALL)
_KIND: Final = "activities/publish/log/kind.py"
_WORLDS: Final = "tests/support/publishing/worlds/log.py"


def block(file: str) -> str:
    """Return the block of the page whose first line names this file."""
    found = _BLOCK.finditer(DOCUMENT.read_text(encoding="utf-8"))
    return {each["file"]: each["text"] for each in found}[file]


@cache
def documented_kind() -> PublisherKind[Any]:
    """Return the record of the page's publisher."""
    kind: PublisherKind[Any] = _module("documented_kind", block(_KIND)).KIND
    return kind


@cache
def documented_worlds() -> Sequence[Open]:
    """Return the worlds that the page gives it."""
    worlds: Sequence[Open] = _module("documented_worlds", block(_WORLDS)).WORLDS
    return worlds


def _module(name: str, text: str) -> ModuleType:
    """Import a text as a module; its fields are documented by its source, so it needs a file."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"{name}.py"
        file.write_text(text, encoding="utf-8")
        spec = spec_from_file_location(name, file)
        assert spec is not None
        assert spec.loader is not None
        module = sys.modules[name] = module_from_spec(spec)
        spec.loader.exec_module(module)
    return module
