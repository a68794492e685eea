"""Where things lie in the repository."""

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
"""The top of the repository."""
