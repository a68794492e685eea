"""The tables of docs/audit.md: `python -m tests.audit.table` writes each between its markers."""

import sys
from collections.abc import Mapping
from typing import Final

from tests.audit import heldout
from tests.audit.corpus import CORPUS, Score, score
from tests.support.paths import ROOT

DOCUMENT: Final = ROOT / "docs" / "audit.md"
CORPUS_TABLE: Final = "corpus table"
HELD_OUT_TABLE: Final = "held-out table"


def table(scores: Mapping[str, Score]) -> str:
    """Return the scores as a Markdown table, with the cases that are wrong beneath it."""
    lines = [
        "| check | failing cases | passing cases | precision | recall |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| `{check_id}` | {each.found + each.missed} | {each.cleared + each.accused} "
        f"| {each.precision:.2f} | {each.recall:.2f} |"
        for check_id, each in scores.items()
    ]
    wrong = [f"- `{check_id}` {what}." for check_id, each in scores.items() for what in each.wrong]
    lines += ["", f"Of {len(CORPUS)} cases these are judged wrongly:", ""]
    return "\n".join([*lines, *(wrong or ["- none."])])


def documented(text: str, name: str) -> str:
    """Return what stands between a table's markers in a document."""
    begin, end = _markers(name)
    return text.partition(begin)[2].partition(end)[0].strip()


def main() -> int:
    """Write the tables into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    written = {
        CORPUS_TABLE: table(score(CORPUS)),
        HELD_OUT_TABLE: heldout.table(heldout.entries()),
    }
    for name, present in written.items():
        begin, end = _markers(name)
        before, _, rest = text.partition(begin)
        after = rest.partition(end)[2]
        text = f"{before}{begin}\n\n{present}\n\n{end}{after}"
    DOCUMENT.write_text(text, encoding="utf-8", newline="\n")
    return 0


def _markers(name: str) -> tuple[str, str]:
    return (
        f"<!-- {name}: written by `python -m tests.audit.table` -->",
        f"<!-- end of the {name} -->",
    )


if __name__ == "__main__":
    sys.exit(main())
