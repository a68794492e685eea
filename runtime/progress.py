"""Where a line for the operator goes, whoever shows it."""

from collections.abc import Callable

Say = Callable[[str], None]
"""Takes one line."""
