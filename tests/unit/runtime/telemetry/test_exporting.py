"""A worker's endpoint for Prometheus: there when it is asked for, and never in silence."""

import os
import socket
from contextlib import closing

import pytest

from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.telemetry.exporting import open_runtime
from tests.browser.attack import listening


def test_nothing_listens_unless_somebody_asks_for_it() -> None:
    """A worker opens no port of its own accord."""
    before = listening(os.getpid())

    open_runtime(Settings())

    assert listening(os.getpid()) == before


def test_a_taken_address_is_told_with_its_setting() -> None:
    """A second worker on the machine says why it does not start, and what to do."""
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"127.0.0.1:{taken.getsockname()[1]}"

        with pytest.raises(WrongUse, match=rf"PHOENIX_METRICS_ADDRESS={address} .*port of its own"):
            open_runtime(Settings(metrics_address=address))
