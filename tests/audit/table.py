"""The tables of docs/audit.md: `python -m tests.audit.table` writes each between its markers."""

import sys
from collections.abc import Mapping
from typing import Final

from contracts import QualityVerdict
from domain.audit.catalogue import CHECKS
from domain.audit.findings import Reason
from tests.audit import heldout
from tests.audit.corpus import CORPUS, Score, score
from tests.support.documents import marked_tables
from tests.support.paths import ROOT

DOCUMENT: Final = ROOT / "docs" / "audit.md"
CHECKS_TABLE: Final = "table of checks"
CORPUS_TABLE: Final = "corpus table"
HELD_OUT_TABLE: Final = "held-out table"
SECOND_TABLE: Final = "second held-out table"
COMMAND: Final = "python -m tests.audit.table"


def checks_table() -> str:
    """Return the records of all checks as a Markdown table."""
    lines = ["| check | severity | needs | what it measures | reason codes |"]
    lines += ["| --- | --- | --- | --- | --- |"]
    lines += [
        f"| `{check.check_id}` | `{check.severity}` | {', '.join(sorted(check.needs))} "
        f"| {check.measures} | {', '.join(map(_named, check.reasons))} |"
        for check in CHECKS.values()
    ]
    return "\n".join(lines)


def _named(reason: Reason) -> str:
    """Return a code, with its severity when it is never more than a warning."""
    if reason.usually is QualityVerdict.WARN:
        return f"`{reason.code}` (`{reason.warning}`)"
    return f"`{reason.code}`"


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


def documented(name: str) -> str:
    """Return what the document says where a table belongs."""
    return marked_tables.documented(DOCUMENT.read_text(encoding="utf-8"), name, COMMAND)


def main() -> int:
    """Write the tables into the document."""
    tables = {
        CHECKS_TABLE: checks_table(),
        CORPUS_TABLE: table(score(CORPUS)),
        HELD_OUT_TABLE: heldout.table(heldout.entries()),
        SECOND_TABLE: heldout.counts(heldout.entries(heldout.SECOND)),
    }
    marked_tables.write(DOCUMENT, tables, COMMAND)
    return 0


if __name__ == "__main__":
    sys.exit(main())
