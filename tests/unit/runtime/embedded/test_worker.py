"""The embedded worker: it runs the code that the command has which uses it."""

import sys
from pathlib import Path

import pytest

from runtime.embedded.worker import code_version
from runtime.settings import Settings

SHIPPED = {
    "worker.py": "run()\n",
    "activities/publish/outbox/preview.py": "page()\n",
    "activities/publish/outbox/templates/post.html": "words\n",
    "activities/publish/outbox/templates/outbox.css": "p { margin: 0 }\n",
    "domain/audit/ruleset.toml": "most = 1\n",
}


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an installation that a worker would be started from."""
    for name, text in SHIPPED.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "worker", raising=False)
    return tmp_path


@pytest.mark.parametrize("name", SHIPPED)
def test_a_worker_with_any_other_file_is_an_older_one(installation: Path, name: str) -> None:
    """Code, data, templates and styles of a new release are never shown by an old worker."""
    before = code_version(Settings())
    (installation / name).write_text(SHIPPED[name] * 2)

    assert code_version(Settings()) != before


def test_what_python_writes_beside_the_code_makes_no_worker_older(installation: Path) -> None:
    """A worker is not replaced because its code was compiled meanwhile."""
    before = code_version(Settings())
    cache = installation / "activities/__pycache__/preview.cpython-311.pyc"
    cache.parent.mkdir()
    cache.write_bytes(b"compiled")

    assert code_version(Settings()) == before
