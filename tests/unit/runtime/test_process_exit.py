"""A process begins with three streams, whoever started it."""

import os
import subprocess
import sys

import pytest

from tests.support.paths import ROOT


@pytest.mark.parametrize("closed", ["1>&-", "2>&-", "0<&- 1>&- 2>&-"])
def test_a_command_whose_streams_are_closed_does_its_work(closed: str) -> None:
    """A service manager may close them; what is said then is for nobody, and nothing fails."""
    command = f'exec "{sys.executable}" "{ROOT / "starter.py"}" version {closed}'

    done = subprocess.run(  # noqa: S602 - the shell closes the streams
        command, shell=True, capture_output=True, text=True, check=False, env=os.environ
    )

    assert (done.returncode, done.stderr) == (0, "")
