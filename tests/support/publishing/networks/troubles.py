"""What can go wrong with the one call that makes something public."""

from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """A fault that every server can have."""

    REFUSED = "refused"
    """400; nothing is out."""
    REVOKED = "revoked"
    """401: the credentials are not accepted any more; nothing is out."""
    BUSY = "busy"
    """429; nothing is out."""
    MOVED = "moved"
    """308 to another place; nothing is out."""
    BROKEN_BEFORE = "500 before"
    """Nothing is out."""
    CUT_BEFORE = "cut before"
    """The connection is reset; nothing is out."""
    BROKEN_AFTER = "500 after"
    """It is out."""
    CUT_AFTER = "cut after"
    """It is out; the connection is reset."""
    NONSENSE = "nonsense"
    """It is out; the answer is 200 and a page for people."""
    NOTHING = "nothing"
    """It is out; the answer is 200 and empty."""
    HUGE = "huge"
    """It is out; the answer is 500 with 10 MB."""


COMES_AFTER: Final = {
    Trouble.BROKEN_AFTER,
    Trouble.CUT_AFTER,
    Trouble.NONSENSE,
    Trouble.NOTHING,
    Trouble.HUGE,
}
"""Those that come after the effect."""
