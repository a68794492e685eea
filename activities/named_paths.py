"""How a message names a path that may be a mistake: a secret may stand in its place."""

import os
from pathlib import Path

from contracts.repeating import repeated


def named(path: Path, *, may_be_id: bool = False) -> str:
    """Return what is there of a path as it is, and the rest as far as it reads as names.

    Args:
        path: The path.
        may_be_id: Whether a file may be called after an id.
    """
    there = next(each for each in (path, *path.parents) if os.path.lexists(each))
    if there == path:
        return str(path)
    return str(there / repeated(str(path.relative_to(there)), may_be_id=may_be_id))
