"""How many cores this process may use, which can be fewer than the machine has."""

import math
import os
from contextlib import suppress
from pathlib import Path
from typing import Final

_GROUPS: Final = Path("/sys/fs/cgroup")
_OWN_GROUP: Final = Path("/proc/self/cgroup")


def usable_cores(groups: Path = _GROUPS, own_group: Path = _OWN_GROUP) -> int:
    """Return the cores that this process may run on, or those that its quota comes to if fewer.

    A part of a core counts as one.

    Args:
        groups: Where Linux mounts its control groups (version 2).
        own_group: The file that names the group of this process.
    """
    if hasattr(os, "sched_getaffinity"):
        allowed = len(os.sched_getaffinity(0))
    else:
        allowed = os.cpu_count() or 1
    return max(1, math.ceil(min(allowed, _quota(groups, own_group))))


def _quota(groups: Path, own_group: Path) -> float:
    # A container sees its own group as the root; a service of systemd lies further down.
    with suppress(OSError, ValueError):
        own = own_group.read_text("utf-8").partition("0::/")[2].strip()
        quota, period = (groups / own / "cpu.max").read_text("ascii").split()
        return int(quota) / int(period)  # the word "max" is no number
    return math.inf
