"""The data that lies beside the code: files that ship with it and are known by their names."""

from collections.abc import Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from typing import Any, Final

from domain.toml import read_toml

_ENDING: Final = ".toml"


def data_beside(module: str, name: str) -> dict[str, Any]:
    """Return what a TOML file says that lies in the folder of a module.

    Args:
        module: The module's own `__name__`.
        name: The file's name.

    Raises:
        ContractInvalid: It cannot be read as TOML; the message names it.
    """
    return _read(_folder_of(module).joinpath(name))


def bytes_beside(module: str, name: str) -> bytes | None:
    """Return the bytes of a file that lies in the folder of a module, if there is one."""
    file = _folder_of(module).joinpath(name)
    return file.read_bytes() if file.is_file() else None


def every_data_beside(module: str) -> dict[str, dict[str, Any]]:
    """Return what every TOML file says that lies in the folder of a module, by file name.

    Raises:
        ContractInvalid: One cannot be read as TOML; the message names it.
    """
    return {
        file.name: _read(file)
        for file in sorted(_folder_of(module).iterdir(), key=lambda file: file.name)
        if file.name.endswith(_ENDING)
    }


def data_below(package: str) -> Mapping[str, bytes]:
    """Return the bytes of every TOML file in a package and below, by file name alone.

    So what a digest of them says does not depend on where in the package a file lies.

    Raises:
        ValueError: Two files have one name.
    """
    found: dict[str, bytes] = {}
    for file in _files_below(resources.files(package)):
        if file.name in found:
            raise ValueError(f"two data files are called {file.name}: each has a name of its own")
        found[file.name] = file.read_bytes()
    return found


def _read(file: Traversable) -> dict[str, Any]:
    return read_toml(file.read_bytes(), f"The data file {file.name}")


def _files_below(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files_below(entry)
        elif entry.name.endswith(_ENDING):
            yield entry


def package_of(module: str) -> str:
    """Return the name of the package that a module lies in, which is its own when it is one."""
    spec = find_spec(module)
    return spec.parent if spec and spec.parent else module


def _folder_of(module: str) -> Traversable:
    return resources.files(package_of(module))
