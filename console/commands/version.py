"""`version`: which Phoenix this is."""

from typing import TYPE_CHECKING

from console.work import DONE, Work

if TYPE_CHECKING:
    from console.screen import Screen


def command() -> Work:
    """It is that of the installed package, or of the tree in which the code lies."""

    def work(screen: "Screen") -> int:
        from runtime.version import Version

        known = Version.of_this_code()
        screen.answer(known, known.version)
        return DONE

    return work
