"""Two worker processes of one installation, and what becomes of one that does not fit the other."""

import os
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

import worker
from tests.support.worlds.campaigns import open_real_world

RATE = '[channels.x]\npublisher = "outbox"\nmost_per_second = {}\n'


@contextmanager
def started(home: Path, address: str, **variables: str) -> Generator[subprocess.Popen[str]]:
    """Start a worker with this home, and stop it by its id."""
    with subprocess.Popen(
        [sys.executable, worker.__file__],
        cwd=home,
        env={**os.environ, "PHOENIX_HOME": str(home), "TEMPORAL_ADDRESS": address, **variables},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.terminate()


def line_of(process: subprocess.Popen[str], words: str) -> str:
    """Return the line of a worker's log in which these words stand, once it is there."""
    assert process.stderr is not None
    read: list[str] = []
    for line in process.stderr:
        read.append(line)
        if words in line:
            return line
    pytest.fail(f"{words!r} is not in {read}")


@pytest.mark.timeout(120)
async def test_the_second_worker_says_what_it_does_not_share(tmp_path: Path) -> None:
    """Both work; the log names the setting, both values and both workers."""
    for number in (5, 1):
        (tmp_path / f"{number}.toml").write_text(RATE.format(number))
    async with open_real_world() as world:
        address = world.client.service_client.config.target_host
        five = {"PHOENIX_CHANNELS": str(tmp_path / "5.toml"), "PHOENIX_IDENTITY": "web5"}
        one = {"PHOENIX_CHANNELS": str(tmp_path / "1.toml"), "PHOENIX_IDENTITY": "web1"}
        with started(tmp_path, address, **five) as first:
            line_of(first, "takes work")
            with started(tmp_path, address, **one) as second:
                said = line_of(second, "do not share")
                line_of(second, "takes work")

    assert "channels.x.most_per_second: 1 (phoenix-worker@web1" in said
    assert "and 5 (phoenix-worker@web5" in said


@pytest.mark.timeout(120)
async def test_a_second_store_ends_the_second_worker(tmp_path: Path) -> None:
    """Status 2 and one line that names both folders; the first one goes on."""
    async with open_real_world() as world:
        address = world.client.service_client.config.target_host
        with started(tmp_path, address) as first:
            line_of(first, "takes work")
            other = str(tmp_path / "elsewhere")
            with started(tmp_path, address, PHOENIX_ARTIFACTS=other) as second:
                said = line_of(second, "ERROR")
                status = second.wait()
            assert first.poll() is None

    assert status == 2
    assert f"{tmp_path / 'artifacts'}, and" in said
    assert other in said
    assert os.listdir(other) == []  # noqa: PTH208 - a coroutine's paths are not to be walked
