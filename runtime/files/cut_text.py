"""Text of a YAML file that is none, since ` #` begins a comment: it would be cut off silently."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from runtime.files.plain_data import Unreadable

_COMMENT: Final = re.compile(r"[ \t]*#(.*)")
_LINE_END: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""What ends a line in YAML 1.1, and so in PyYAML's marks."""
_TEXT: Final = frozenset({"tag:yaml.org,2002:str", "tag:yaml.org,2002:null"})
_LONGEST: Final = 40


@dataclass(frozen=True)
class CutText:
    """What stands behind a value, on its line, and is no part of it."""

    line: int
    field: str
    """Such as `do_not_do.0`."""
    comment: str
    """What was cut off, from its `#` on; the beginning of it."""

    @property
    def is_meant(self) -> bool:
        """Whether it looks like a comment: a blank behind `#`, as people write them."""
        return self.comment[1:2] in {"", " ", "\t", "#", "!"}


def yaml_lines(text: str) -> list[str]:
    """Return the lines of a text, as PyYAML counts them."""
    return _LINE_END.split(text)


def refuse_cut_text(lines: Sequence[str], root: yaml.Node | None) -> list[str]:
    """Return what was cut off and looks meant as a comment, as sentences.

    Args:
        lines: The whole file.
        root: What PyYAML composed of it, or of a part of it.

    Raises:
        Unreadable: Something was cut off that was hardly meant as a comment.
    """
    notes: list[str] = []
    for cut in _cut_text(lines, root):
        what = f"{cut.field}: «{cut.comment}» is a comment and no part of the text"
        if not cut.is_meant:
            raise Unreadable(f"{what}; put a text with # in it into quotation marks", cut.line)
        notes.append(f"line {cut.line}: {what}")
    return notes


def _cut_text(lines: Sequence[str], root: yaml.Node | None) -> Iterator[CutText]:
    """Find what was cut off values that are text, or that are empty because of it."""
    for field, node, column in _scalars(root, (), 0):
        # Quoted text ends where it says, and a number or a truth value is whole.
        if node.style is not None or node.tag not in _TEXT:
            continue
        line = node.end_mark.line
        behind, below = lines[line][node.end_mark.column :], "".join(lines[line + 1 : line + 2])
        if match := _COMMENT.fullmatch(behind):
            yield CutText(line + 1, ".".join(field), f"#{match[1].rstrip()[:_LONGEST]}")
        elif not behind.strip() and (match := _COMMENT.fullmatch(below)):
            # Text goes on in lines that are further in than its field, and a comment is none.
            cut = CutText(line + 2, ".".join(field), f"#{match[1].rstrip()[:_LONGEST]}")
            if below.index("#") > column and not cut.is_meant:
                yield cut


def _scalars(
    node: yaml.Node | None, path: tuple[str, ...], column: int
) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode, int]]:
    """Give every value with its field, and the column in which the field begins."""
    if isinstance(node, yaml.ScalarNode):
        yield path, node, column
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _scalars(item, (*path, str(number)), node.start_mark.column)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*path, str(key.value)), key.start_mark.column)
