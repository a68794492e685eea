"""A home may be called as people call their folders: everything lies in it, and is found again."""

from pathlib import Path

import pytest

from activities.ledger import SqlLedger
from runtime.home import ensure_home
from runtime.ledger.place import is_there
from runtime.settings import load_settings
from tests.support.case_tables import CASES
from tests.support.plans import read

NAMES = (
    "Tienda #1",
    "¿Qué? ya",
    "50 % de %20",
    "dos  espacios ",
    "café ñandú",
    "café",
    "日本",
    'it\'s "new"',
    "a;b&c=d,e",
    "-x",
    "$HOME",
    "[x] {y} *",
    "C:\\tienda",
    "x" * 200,
)
"""Marks of URLs, of shells and of patterns, letters in one piece and in two, and a long one."""


def names_in(folder: Path) -> set[str]:
    """Return what lies in a folder."""
    return {entry.name for entry in folder.iterdir()}


@pytest.mark.parametrize("name", NAMES)
async def test_everything_lies_in_a_home_of_any_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """No state lies beside the home, and the next command finds the ledger of the one before."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHOENIX_HOME", name)
    settings = load_settings()
    assert not is_there(settings)

    ensure_home(settings)
    ledger = SqlLedger(settings.ledger_url)
    await ledger.ready()
    await ledger.close()

    assert is_there(settings)
    assert names_in(tmp_path) == {name}
    assert "ledger.db" in names_in(tmp_path / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_request_lies_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    """What a campaign is does not depend on what its file and its folder are called."""
    folder = tmp_path / name
    folder.mkdir()
    plain = CASES / "requests/plain.yaml"
    copied = folder / f"{name[:40]}.yaml"
    copied.write_bytes(plain.read_bytes())

    assert read(copied).request == read(plain).request
