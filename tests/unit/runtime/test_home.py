"""The home folder: private by its own mode, and told in a sentence where it cannot be used."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from runtime.home import ensure_home, open_private, usable
from runtime.refusals import WrongUse
from runtime.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _untouched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"PHOENIX_{name.upper()}", raising=False)


@pytest.fixture
def _open_handed() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    """Return who may do what with a file."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("_open_handed")
def test_home_is_private(tmp_path: Path) -> None:
    """Nobody but the owner can read tenants' data and keys, whatever the umask is."""
    ensure_home(load_settings())

    made = [tmp_path / ".phoenix", *(tmp_path / ".phoenix").iterdir()]
    assert {folder.name for folder in made} == {".phoenix", "keys", "logs", "outbox", "artifacts"}
    assert {mode(folder) for folder in made} == {0o700}


@pytest.mark.usefixtures("_open_handed")
def test_a_folder_that_exists_keeps_its_mode() -> None:
    """An operator's own folder is not closed to those who may read it; what lies in it is."""
    settings = load_settings()
    settings.home.mkdir()
    settings.home.chmod(0o755)

    ensure_home(settings)
    ensure_home(settings)

    assert mode(settings.home) == 0o755
    assert {mode(folder) for folder in settings.home.iterdir()} == {0o700}


def test_what_lies_elsewhere_has_no_folder_made_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Only what lies under the home is created with it."""
    monkeypatch.setenv("PHOENIX_AUDITOR_KEY", str(tmp_path / "vault/auditor.pem"))
    monkeypatch.setenv("PHOENIX_ARTIFACTS", "s3://bucket/artifacts")

    ensure_home(load_settings())

    assert [entry.name for entry in tmp_path.iterdir()] == [".phoenix"]


def test_a_home_that_cannot_be_is_named(tmp_path: Path) -> None:
    """A file in the place of the folder is reported with the variable that moves it."""
    (tmp_path / ".phoenix").write_text("in the way")

    with pytest.raises(WrongUse, match=r"\.phoenix cannot be used: .*PHOENIX_HOME"):
        ensure_home(load_settings())


def test_a_folder_that_may_not_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home on a medium that is only read, or of somebody else's, ends in one sentence."""

    def nobody(*_: object) -> bool:
        return False

    monkeypatch.setattr(os, "access", nobody)

    with pytest.raises(WrongUse, match="cannot be used: it may not be read and written; PHOENIX_"):
        ensure_home(load_settings())


def test_whose_a_folder_is_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Who meets another user's state learns whose it is."""
    owner = pwd.getpwuid(os.geteuid()).pw_name
    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)

    with (
        pytest.raises(WrongUse, match=rf"Permission denied \(it belongs to {owner}\)"),
        usable(tmp_path),
    ):
        raise PermissionError(13, "Permission denied")


def test_an_owner_without_a_name_is_no_defect(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """In a container, a folder may belong to a number."""

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(os, "geteuid", lambda: 4_000_000)
    monkeypatch.setattr(pwd, "getpwuid", unknown)

    with (
        pytest.raises(WrongUse, match=r"cannot be used: Permission denied; PHOENIX_HOME"),
        usable(tmp_path),
    ):
        raise PermissionError(13, "Permission denied")


@pytest.mark.usefixtures("_open_handed")
@pytest.mark.parametrize("how", ["w", "ab"])
def test_a_private_file_is_its_owners_alone(tmp_path: Path, how: str) -> None:
    """A log or a state lies open to nobody, wherever it lies."""
    with open_private(tmp_path / "file", how):
        pass

    assert mode(tmp_path / "file") == 0o600
