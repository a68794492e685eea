"""Tables of the documents that are made from the code and stand between markers."""

from collections.abc import Iterable, Mapping
from pathlib import Path

Rows = Iterable[Iterable[str]]


def table(head: Iterable[str], rows: Rows) -> str:
    """Return a Markdown table."""
    columns = list(head)
    lines = [columns, ["---"] * len(columns), *(list(row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)


def documented(text: str, name: str, command: str) -> str:
    """Return what stands between a table's markers in a document."""
    begin, end = _markers(name, command)
    return text.partition(begin)[2].partition(end)[0].strip()


def write(document: Path, tables: Mapping[str, str], command: str) -> None:
    """Put each table between its markers, and leave the rest of the document as it is."""
    text = document.read_text(encoding="utf-8")
    for name, present in tables.items():
        begin, end = _markers(name, command)
        assert begin in text, f"{document.name} has no place for the {name}"
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}\n\n{present}\n\n{end}{after}"
    document.write_text(text, encoding="utf-8", newline="\n")


def _markers(name: str, command: str) -> tuple[str, str]:
    return f"<!-- {name}: written by `{command}` -->", f"<!-- end of the {name} -->"
