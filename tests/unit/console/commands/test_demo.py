"""`demo` where it cannot run."""

from pathlib import Path

import pytest

import starter
from console.commands import demo


def test_a_demo_without_its_examples_is_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Installed from a wheel, the demo says where it can be run, and starts nothing."""
    monkeypatch.setattr(demo, "EXAMPLES", tmp_path / "examples")
    monkeypatch.setenv("PHOENIX_HOME", str(tmp_path / "home"))

    assert starter.run(["demo"]) == 2

    assert "not installed with the package" in capsys.readouterr().err
    assert not (tmp_path / "home").exists()
