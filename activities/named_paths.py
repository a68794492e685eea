"""How a message names a path that may be a mistake: a secret may stand in its place."""

import os
from pathlib import Path

from contracts.repeating import repeated


def named(path: Path) -> str:
    """Return what is there of a path as it is, and the rest as far as it reads as names."""
    there = next(each for each in (path, *path.parents) if os.path.lexists(each))
    return str(path if there == path else there / repeated(str(path.relative_to(there))))
