"""What the tests of batches share."""

from pathlib import Path

import pytest

from tests.support.batches import Write


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file of requests."""

    def _write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return _write
