"""The folder in which the tests of the outbox find what they published."""

from pathlib import Path

import pytest

from tests.support.publishing.outbox_orders import box_in


@pytest.fixture
def box(tmp_path: Path) -> Path:
    """Return the folder of the usual tenant in the outbox at `tmp_path`; it is not there yet."""
    return box_in(tmp_path)
