"""The installation that the tests of the command line share."""

from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.e2e.command_line import CommandLine, Done


@dataclass(frozen=True)
class Begun:
    """An installation, and what the first commands said that were given to it."""

    line: CommandLine
    first: list[Done]


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Generator[Begun]:
    """Return an installation that two first commands at the same time have brought to life."""
    folder = tmp_path_factory.mktemp("phoenix") / "Tienda #1, ¿qué? 50 %20"
    folder.mkdir()  # of a name whose marks mean something in the URL of a file
    line = CommandLine.under(folder)
    try:
        with ThreadPoolExecutor(2) as pool:
            yield Begun(line, list(pool.map(line, ["list"] * 2)))
    finally:
        line.stop()


@pytest.fixture
def phoenix(begun: Begun) -> CommandLine:
    """Return the command line of the shared installation."""
    return begun.line
