"""A budget whose point may separate thousands: YAML would read one euro for a thousand."""

import re
from typing import Final

import yaml

from domain.reading.numbers import number_of
from runtime.files.plain_data import Unreadable

_TOTAL: Final = ("budget", "total")
_ROUND: Final = re.compile(r"[0-9]{1,3}\.[0-9]{2}0")
"""Three decimals that say no more than two: with another last figure, they say what is meant."""


def refuse_grouped_total(root: yaml.Node | None) -> None:
    """Refuse `1.000` as a budget, as a table's cell of that kind is.

    Args:
        root: What PyYAML composed of a request.

    Raises:
        Unreadable: It may be a thousand, or one.
    """
    total = _below(root, _TOTAL)
    if total is None or not _ROUND.fullmatch(total.value):
        return
    try:
        number_of(total.value)
    except ValueError as error:
        line = total.start_mark.line + 1
        raise Unreadable(f"{'.'.join(_TOTAL)}: {error}", line) from error


def _below(node: yaml.Node | None, path: tuple[str, ...]) -> yaml.ScalarNode | None:
    for name in path:
        fields = node.value if isinstance(node, yaml.MappingNode) else []
        node = next((value for key, value in fields if key.value == name), None)
    return node if isinstance(node, yaml.ScalarNode) else None
