"""What an entry of a campaign's log says beside its action, cut to what an entry has room for."""

from typing import Any, Final

from contracts import as_prose
from contracts.base import MAX_JSON_OBJECT_BYTES, size_as_json

_LONGEST_TEXT: Final = 2000
"""Characters of a text in the log: enough to understand what happened."""
_LONGEST_LIST: Final = 50
"""Items of a list in the log."""


def fitting(metadata: dict[str, Any], most: int = _LONGEST_TEXT) -> dict[str, Any]:
    """Return what an entry of the log says, with texts so short that all of it fits."""
    cut = {name: _cut(value, most) for name, value in metadata.items()}
    return cut if size_as_json(cut) <= MAX_JSON_OBJECT_BYTES else fitting(metadata, most // 2)


def _cut(value: Any, most: int) -> Any:
    if isinstance(value, list):
        return [_cut(item, most) for item in value[:_LONGEST_LIST]]
    return as_prose(value, most) if isinstance(value, str) else value
