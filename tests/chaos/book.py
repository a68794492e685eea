"""The platform's own account of what it really did."""

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class Book:
    """An account of what happened, one JSON object a line; lines are only ever added."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)

    def note(self, kind: str, facts: Mapping[str, Any], *, durably: bool = False) -> None:
        """Add a line; `durably` means that it is on the disk before this returns."""
        line = json.dumps({"kind": kind, "at": time.time(), **facts})
        os.write(self._file, line.encode() + b"\n")
        if durably:
            os.fsync(self._file)

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)


def read_book(path: Path, kind: str | None = None) -> list[dict[str, Any]]:
    """Return the lines of a book, or those of one kind."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if kind is None or line["kind"] == kind]
