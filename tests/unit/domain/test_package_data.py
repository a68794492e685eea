"""Data beside the code: each file is known by one name, wherever it lies."""

import sys
from pathlib import Path

import pytest

from contracts import ContractInvalid
from domain.package_data import bytes_beside, data_below, data_beside, every_data_beside


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a package with data of its own and below, and return its name."""
    folder = tmp_path / "shop_with_data"
    (folder / "fruit").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "prices.toml").write_text("pear = 2\n")
    (folder / "fruit/names.toml").write_text('pear = "pera"\n')
    (folder / "fruit/readme.txt").write_text("nothing")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, folder.name, raising=False)
    return folder.name


def test_data_is_known_by_its_file_alone(package: str) -> None:
    """A digest of the data stays what it is when a file is moved into another folder."""
    assert dict(data_below(package)) == {
        "prices.toml": b"pear = 2\n",
        "names.toml": b'pear = "pera"\n',
    }


def test_two_files_of_one_name_are_refused(package: str, tmp_path: Path) -> None:
    """No file can stand in for another of its name."""
    (tmp_path / package / "fruit/prices.toml").write_text("pear = 3\n")

    with pytest.raises(ValueError, match=r"two data files are called prices\.toml"):
        data_below(package)


def test_a_file_that_is_no_toml_is_named(package: str, tmp_path: Path) -> None:
    """Whoever adds data learns which file cannot be read, and where."""
    (tmp_path / package / "prices.toml").write_text("pear is two\n")

    with pytest.raises(ContractInvalid, match=r"file prices\.toml cannot be read .* line 1"):
        data_beside(package, "prices.toml")
    with pytest.raises(ContractInvalid, match=r"file prices\.toml cannot be read .* line 1"):
        every_data_beside(package)


def test_a_module_reads_what_lies_beside_it() -> None:
    """One file by its name, or all of a folder."""
    known = every_data_beside("domain.platforms")

    assert known["x.toml"] == data_beside("domain.platforms", "x.toml")
    assert known["x.toml"]["channel"] == "x"


def test_a_file_of_bytes_need_not_be_there(package: str) -> None:
    """What only makes something faster may be left out of a package."""
    assert bytes_beside(package, "prices.toml") == b"pear = 2\n"
    assert bytes_beside(package, "none.index") is None
