"""The table of docs/audit.md: `python -m tests.audit.table` writes it between its two markers."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.audit.corpus import CORPUS, Score, score

DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "audit.md"
BEGIN: Final = "<!-- corpus table: written by `python -m tests.audit.table` -->"
END: Final = "<!-- end of the corpus table -->"


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


def documented(text: str) -> str:
    """Return what stands between the markers of a document."""
    return text.partition(BEGIN)[2].partition(END)[0].strip()


def main() -> int:
    """Write the table into the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    written = f"{before}{BEGIN}\n\n{table(score(CORPUS))}\n\n{END}{after}"
    DOCUMENT.write_text(written, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
