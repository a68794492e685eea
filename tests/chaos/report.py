"""The tables of chaos runs in `docs/reliability.md`, made from the evidence that they left.

`python -m tests.chaos.report FOLDER…` judges the runs, replaces what stands between the marks of
the document, and ends with status 1 when a run was not good.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tests.chaos.checker import WRONGS, Verdict, judge, total
from tests.chaos.evidence import Evidence
from tests.chaos.trials import CHANNELS, Course, Hit, Point
from tests.support.paths import ROOT

DOCUMENT: Final = ROOT / "docs" / "reliability.md"
BEGIN, END = "<!-- chaos: begin -->\n", "<!-- chaos: end -->\n"
KINDS_BEGIN, KINDS_END = "<!-- kinds: begin -->\n", "<!-- kinds: end -->\n"
COURSES_BEGIN, COURSES_END = "<!-- courses: begin -->\n", "<!-- courses: end -->\n"
_OF_KINDS: Final = (
    "campaigns",
    "publications",
    "kills",
    "stops",
    "points",
    "published",
    "doubles",
    "lost",
    "unproven",
    "asked a person",
    "letters in doubt",
    "refused",
)
_OF_COURSES: Final = (
    "campaigns",
    "kills",
    "stops",
    "freezes",
    "points",
    "published at once",
    "by the retry",
    "left alone by it",
    "asked a person",
    "refused",
    "not let in",
    "doubles",
    "lost",
    "unproven",
    "repeated",
    "overcharged",
)
_COLUMNS: Final = (
    "campaigns",
    "sent",
    "not_sent",
    "unknown",
    "retracted",
    "doubles",
    "lost",
    "unproven",
    "repeated",
    "overcharged",
)
_NOT_HIT: Final = "not hit"
_TOGETHER: Final = "all at once"

Cells = Mapping[str, Verdict]


def table(title: str, cells: Cells, order: Iterable[str]) -> list[str]:
    """Return a Markdown table with a line for each value."""
    heads = " | ".join(name.replace("_", " ") for name in _COLUMNS)
    lines = [f"| {title} | {heads} |", f"| --- |{' ---: |' * len(_COLUMNS)}"]
    lines += [f"| {value} | {_numbers(cells[value])} |" for value in order if value in cells]
    return [*lines, ""]


def report(evidence: Sequence[Evidence]) -> str:
    """Return what stands between the marks."""
    tables = {name: defaultdict[str, Verdict](Verdict) for name in ("hit", "fault", "channel")}
    whole, disasters = Verdict(), Counter[str]()
    for run in evidence:
        verdicts = judge(run)
        whole.add(total(verdicts))
        disasters.update(one["what"] for one in run.outcomes["disasters"])
        for trial in run.trials:
            one = verdicts[trial["number"]]
            hit = f"{trial['point']}, {trial['hit']}" if trial["fired"] else _NOT_HIT
            is_cancelled = ", cancelled" if one.cancelled else ""
            tables["hit"][hit].add(one)
            tables["fault"][", then ".join(trial["faults"]) or "none"].add(one)
            tables["channel"][f"{trial['level']}{is_cancelled}"].add(one)
    points = [f"{point}, {hit}" for point in Point for hit in Hit]
    levels = [f"{level}{how}" for level in CHANNELS for how in ("", ", cancelled")]
    lines = [
        (
            f"{whole.campaigns} campaigns in {len(evidence)} runs: {whole.sent} sent, "
            f"{whole.not_sent} not sent, {whole.unknown} unknown, {whole.retracted} retracted; "
            f"**doubles {len(whole.doubles)}, lost {len(whole.lost)}, unproven "
            f"{len(whole.unproven)}, repeated {len(whole.repeated)}, overcharged "
            f"{len(whole.overcharged)}**."
        ),
        (
            f"{whole.fired} of {whole.planned} planned hits fired; a campaign whose hit did not "
            f"fire counts as not hit. {whole.cancelled} campaigns were cancelled before they had "
            f"ended. {whole.tired} were not sent because every call that they may make had failed."
        ),
        (
            f"{whole.refused_here} campaigns say that a worker with another ledger has left them "
            "alone."
        ),
        "",
        "Meanwhile: "
        + ", ".join(f"{name} {many} times" for name, many in sorted(disasters.items()))
        + ".",
        "",
        *table("channel", tables["channel"], levels),
        *table("the worker is hit", tables["hit"], [*points, _NOT_HIT]),
        *table("the platform's faults", tables["fault"], sorted(tables["fault"])),
    ]
    return "\n".join(lines)


def report_kinds(evidence: Sequence[Evidence]) -> str:
    """Return the table of runs in which kinds were tried.

    There is a line for each kind, and for each language of campaigns that go through all of them.
    """
    heads = " | ".join(_OF_KINDS)
    lines = [f"| kind | {heads} |", f"| --- |{' ---: |' * len(_OF_KINDS)}"]
    rows = {_row_of(trial) for run in evidence for trial in run.trials}
    for row in sorted(rows, key=lambda row: (row.startswith(_TOGETHER), row)):
        one, doubts, hits, points = Verdict(), 0, Counter[str](), set[str]()
        campaigns = set[str]()
        for run in evidence:
            verdicts = judge(run)
            for trial in (each for each in run.trials if _row_of(each) == row):
                campaigns.add(trial["execution_id"])
                one.add(verdicts[trial["number"]])
                doubts += len(run.of(trial).in_doubt)
                if trial["fired"]:
                    hits[trial["hit"]] += 1
                    points.add(trial["point"])
        numbers = [
            len(campaigns),
            one.campaigns,
            hits[Hit.KILL],
            hits[Hit.STOP],
            len(points),
            one.sent,
            len(one.doubles),
            len(one.lost),
            len(one.unproven),
            one.unknown,
            doubts,
            one.not_sent,
        ]
        lines.append(f"| {row} | {' | '.join(str(number) for number in numbers)} |")
    return "\n".join([*lines, ""])


def report_courses(evidence: Sequence[Evidence]) -> str:
    """Return the table of runs in which courses were tried, with a line for each of them."""
    heads = " | ".join(_OF_COURSES)
    lines = [f"| course | {heads} |", f"| --- |{' ---: |' * len(_OF_COURSES)}"]
    for course in Course:
        first, again = Verdict(), Verdict()
        campaigns, hits, points = set[str](), Counter[str](), set[tuple[bool, str]]()
        for run in evidence:
            verdicts = judge(run)
            for trial in (one for one in run.trials if one["course"] == course):
                (again if trial["formers"] else first).add(verdicts[trial["number"]])
                if not trial["formers"]:
                    campaigns.add(trial["execution_id"])
                if trial["fired"]:
                    hits[trial["hit"]] += 1
                    points.add((bool(trial["formers"]), trial["point"]))
        numbers = [
            len(campaigns),
            *(hits[hit] for hit in (Hit.KILL, Hit.STOP, Hit.FREEZE)),
            len(points),
            first.sent,
            again.sent - again.taken_over,
            again.taken_over,
            first.unknown + again.unknown,
            first.not_sent + again.not_sent,
            again.not_let_in,
            *(len(getattr(first, wrong) + getattr(again, wrong)) for wrong in WRONGS),
        ]
        lines.append(f"| {course} | {' | '.join(str(number) for number in numbers)} |")
    return "\n".join([*lines, ""])


def _row_of(trial: Mapping[str, Any]) -> str:
    """Return the line of the kinds' table to which a trial belongs."""
    language: str = trial["language"]
    kind: str = trial["kind"]
    return f"{_TOGETHER} ({language})" if language else kind


def write(evidence: Sequence[Evidence], document: Path = DOCUMENT) -> None:
    """Put the tables between the document's marks."""
    of_kinds = [run for run in evidence if any(trial.get("kind") for trial in run.trials)]
    of_courses = [run for run in evidence if any(trial.get("course") for trial in run.trials)]
    others = [run for run in evidence if run not in [*of_kinds, *of_courses]]
    text = document.read_text(encoding="utf-8")
    if others:
        text = _between(text, BEGIN, report(others), END)
    if of_kinds:
        text = _between(text, KINDS_BEGIN, report_kinds(of_kinds), KINDS_END)
    if of_courses:
        text = _between(text, COURSES_BEGIN, report_courses(of_courses), COURSES_END)
    document.write_text(text, encoding="utf-8")


def _between(text: str, begin: str, what: str, end: str) -> str:
    """Return a text with something else between two marks."""
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}{what}{end}{after}"


def _numbers(one: Verdict) -> str:
    found: list[Any] = [getattr(one, name) for name in _COLUMNS]
    return " | ".join(str(len(many) if isinstance(many, list) else many) for many in found)


def main(folders: Sequence[str]) -> int:
    """Write the document; return 1 when a run was not good."""
    evidence = [Evidence.read(Path(folder)) for folder in folders]
    write(evidence)
    return 0 if all(total(judge(one)).is_good for one in evidence) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
