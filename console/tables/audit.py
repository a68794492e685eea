"""What the auditor found in files, and what is proven of a report, as tables."""

from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.tables.campaign import grid, plain_text
from console.words.basics import plain
from console.words.findings import place_of, tally, told
from contracts import QualityCheck, QualityVerdict, Severity
from domain.gravity import faults_of
from domain.reading.plain_text import one_line
from runtime.audit.replies import AuditedFile, AuditedFiles, Proof, VerifiedReport

_VERDICTS: Final = {
    QualityVerdict.PASS: "bold green",
    QualityVerdict.WARN: "bold yellow",
    QualityVerdict.FAIL: "bold red",
}
_SEVERITIES: Final = {Severity.CRITICAL: "red", Severity.HIGH: "yellow"}
_PROOFS: Final = {Proof.PROVEN: "green", Proof.BROKEN: "bold red", Proof.OPEN: "yellow"}


def findings(answer: AuditedFiles) -> RenderableType:
    """Return what did not pass in each file, the gravest first, and one line with its verdict."""
    return Group(*(part for file in answer.files for part in of_file(file)))


def proof(answer: VerifiedReport) -> RenderableType:
    """Return what is proven of a report, what is broken, and what stays open."""
    table = grid("what", "proof", "details")
    for one in answer.statements:
        table.add_row(one.what, Text(one.proof, style=_PROOFS[one.proof]), plain_text(one.details))
    word = "the report holds" if answer.holds else "the report does not hold"
    style = _PROOFS[Proof.PROVEN if answer.holds else Proof.BROKEN]
    line = Text(word, style=style)
    if answer.verdict is not None:
        line.append(f": verdict {answer.verdict}, digest {answer.report_sha256}", style="default")
    return Group(table, line)


def of_file(file: AuditedFile) -> list[RenderableType]:
    """Return what did not pass in one file, and a line with its verdict."""
    faults = faults_of(file.checks)
    line = Text.assemble(
        (str(file.verdict), _VERDICTS[file.verdict]), f"  {one_line(plain(file.file))}: "
    )
    line.append(tally(file.checks))
    if file.left_out:
        line.append(f"; no copy was given, so {len(file.left_out)} checks of it were not made")
    return [table_of(faults), line] if faults else [line]


def table_of(faults: Sequence[QualityCheck]) -> Table:
    """Return findings as rows: what each check found, and where."""
    table = grid("check", "result", "severity", "what was found", "where")
    for check in faults:
        style = _SEVERITIES.get(check.severity, "")
        table.add_row(
            Text(plain(check.check_id.removesuffix("_check"))),
            Text(check.result, style=style),
            Text(check.severity, style=style),
            plain_text(told(check)),
            plain_text(place_of(check)),
        )
    return table
