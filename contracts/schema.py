"""The contracts as JSON Schema 2020-12 files, for readers in any language.

`python -m contracts.schema` writes one file per public contract beside this module, `--check`
tells which are stale instead, and `--release` also makes them the released ones, which the next
release is compared with.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import contracts
from contracts.base import Contract

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: Final = Path(__file__).parent / "schemas"
RELEASED: Final = SCHEMAS / "released"
"""The schemas of the previous release."""

WRITE_COMMAND: Final = "python -m contracts.schema"


def public_contracts() -> dict[str, type[Contract]]:
    """Return every contract that may be imported from `contracts`, by name."""
    exported = {name: getattr(contracts, name) for name in sorted(contracts.__all__)}
    return {
        name: value
        for name, value in exported.items()
        if isinstance(value, type) and issubclass(value, Contract) and value is not Contract
    }


def schema_of(contract: type[Contract]) -> dict[str, Any]:
    """Return the schema of what the contract reads; what it writes always fits it too."""
    name = contract.__name__
    identity = {"$schema": DIALECT, "$id": f"urn:phoenix:contracts:{name}"}
    return identity | contract.model_json_schema(mode="validation")


def schema_files() -> dict[str, str]:
    """Return the text of every schema file by its name: the same bytes on every machine."""
    return {
        f"{name}.json": json.dumps(schema_of(contract), indent=2, ensure_ascii=False) + "\n"
        for name, contract in public_contracts().items()
    }


def read_schemas(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the schemas in a folder by the names of their contracts."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.json"))
    }


def stale_files(folder: Path) -> list[str]:
    """Return the names of files that are missing, out of date, or of no contract any more."""
    present = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    wanted = schema_files()
    names = sorted(present.keys() | wanted.keys())
    return [name for name in names if present.get(name) != wanted.get(name)]


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Make these the only schema files in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def main(arguments: Sequence[str] | None = None, folder: Path = SCHEMAS) -> int:
    """Write the files or check them; return 1 when the check finds a stale one, else 0."""
    parser = argparse.ArgumentParser(prog=WRITE_COMMAND, description=__doc__)
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--check", action="store_true", help="change nothing; name stale files")
    choice.add_argument("--release", action="store_true", help="also replace the released ones")
    chosen = parser.parse_args(arguments)
    if chosen.check:
        stale = stale_files(folder)
        if stale:
            sys.stderr.write(f"stale: {', '.join(stale)}; run `{WRITE_COMMAND}`\n")
        return 1 if stale else 0
    write(folder, schema_files())
    if chosen.release:
        write(folder / RELEASED.name, schema_files())
    return 0


if __name__ == "__main__":
    sys.exit(main())
