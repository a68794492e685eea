"""Which Phoenix this is."""

import tomllib
from importlib import metadata
from pathlib import Path
from typing import Self

from contracts import Contract


class Version(Contract):
    """Which Phoenix this is."""

    version: str

    @classmethod
    def of_this_code(cls) -> Self:
        """Return the installed version, or that of the tree in which the code lies."""
        try:
            return cls(version=metadata.version("leadboost-phoenix"))
        except metadata.PackageNotFoundError:
            tree = Path(__file__).parents[1] / "pyproject.toml"
            return cls(version=tomllib.loads(tree.read_text("utf-8"))["project"]["version"])
