"""The table of chaos runs in `docs/reliability.md`, made from the evidence that they left.

`python -m tests.chaos.report FOLDER…` judges the runs, replaces what stands between the marks of
the document, and ends with status 1 when a run was not good.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.chaos.checker import Evidence, Verdict, judge, total
from tests.chaos.trials import CHANNELS, Point
from tests.support.paths import ROOT

DOCUMENT: Final = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- chaos: begin -->\n", "<!-- chaos: end -->\n"
_HEAD: Final = "campaigns | sent | not sent | unknown | doubles | lost | unproven |"


def table(title: str, cells: Mapping[tuple[str, str], Verdict], order: Iterable[str]) -> list[str]:
    """Return a Markdown table with a line for each value and level."""
    lines = [f"| {title} | channel | {_HEAD}", f"| --- | --- |{' ---: |' * 7}"]
    for value in order:
        for level in CHANNELS:
            one = cells.get((value, level))
            if one is not None:
                lines.append(f"| {value} | {level} | {_numbers(one)}")
    return [*lines, ""]


def report(evidence: Sequence[Evidence]) -> str:
    """Return what stands between the marks."""
    by_point: dict[tuple[str, str], Verdict] = defaultdict(Verdict)
    by_fault: dict[tuple[str, str], Verdict] = defaultdict(Verdict)
    by_retries: dict[tuple[str, str], Verdict] = defaultdict(Verdict)
    whole = Verdict()
    disasters: list[str] = []
    for run in evidence:
        verdicts = judge(run)
        whole.add(total(verdicts))
        disasters.extend(run.outcomes["disasters"])
        for trial in run.trials:
            one, level = verdicts[trial["number"]], trial["level"]
            hit = f"{trial['point']}, {trial['hit']}" if trial["fired"] else "not hit"
            by_point[hit, level].add(one)
            by_fault[", then ".join(trial["faults"]) or "none", level].add(one)
            by_retries[str(trial["max_retries"]), level].add(one)
    points = [f"{point}, {hit}" for point in Point for hit in ("kill", "freeze")] + ["not hit"]
    failed = {what.split(" after ")[0] for what in disasters if " after " in what} - {"drained"}
    lines = [
        (
            f"{whole.campaigns} campaigns in {len(evidence)} runs: {whole.sent} sent, "
            f"{whole.not_sent} not sent, {whole.unknown} unknown; "
            f"**doubles {len(whole.doubles)}, lost {len(whole.lost)}, unproven "
            f"{len(whole.unproven)}, sent again after an unknown outcome {len(whole.repeated)}**. "
            f"{whole.fired} of {whole.planned} planned hits fired; a campaign whose hit did not "
            "fire counts as not hit."
        ),
        "",
        "Meanwhile: "
        + ", ".join(
            f"{name.replace('_', ' ')} {sum(what.startswith(name) for what in disasters)} times"
            for name in sorted(failed)
        )
        + ".",
        "",
        *table("the worker is hit", by_point, points),
        *table("the platform's faults", by_fault, sorted({value for value, _ in by_fault})),
        *table("retries", by_retries, sorted({value for value, _ in by_retries}, key=int)),
    ]
    return "\n".join(lines)


def write(evidence: Sequence[Evidence], document: Path = DOCUMENT) -> None:
    """Put the tables between the document's marks."""
    text = document.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(f"{before}{BEGIN}{report(evidence)}{END}{after}", encoding="utf-8")


def _numbers(one: Verdict) -> str:
    counts: list[Any] = [one.campaigns, one.sent, one.not_sent, one.unknown]
    counts += [len(one.doubles), len(one.lost), len(one.unproven)]
    return " | ".join(str(count) for count in counts) + " |"


def main(folders: Sequence[str]) -> int:
    """Write the document; return 1 when a run was not good."""
    evidence = [Evidence.read(Path(folder)) for folder in folders]
    write(evidence)
    return 0 if all(total(judge(one)).is_good for one in evidence) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
