"""How old something must be to be swept, as an operator types it."""

import re
from datetime import timedelta
from typing import Final

from activities.store import SHORTEST_AGE
from contracts.base import LONGEST
from runtime.refusals import WrongUse

_AGE: Final = re.compile(r"([0-9]{1,6})([mhdw])")
_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_age(text: str) -> timedelta:
    """Return the age that a text such as `7d` means.

    Raises:
        WrongUse: It is none, or one at which artefacts are not swept.
    """
    typed = _AGE.fullmatch(text.strip())
    span = timedelta(**{_UNITS[typed[2]]: int(typed[1])}) if typed else timedelta()
    if not SHORTEST_AGE <= span <= LONGEST:
        raise WrongUse(
            f"--older-than: {text!r} must be an age from 1h to {LONGEST.days}d, such as 90m, 12h, "
            "7d or 4w"
        )
    return span
