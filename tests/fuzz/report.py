"""What a run came to, as tables."""

from collections.abc import Mapping

from tests.fuzz.workers import Tally


def table(tallies: Mapping[str, Tally]) -> str:
    """Return two Markdown tables: the bounds of each kind of file, and what became of the files."""
    lines = [
        "| files | calls | faults | slowest call | largest call |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for kind, tally in tallies.items():
        slowest, memory = tally.slowest, tally.largest
        lines.append(
            f"| {kind} | {tally.calls:,} | {len(tally.faults)} "
            f"| {slowest[0]:.2f} s (case {slowest[1]}) "
            f"| {memory[0] / 1e6:.0f} MB (case {memory[1]}) |"
        )
    lines += ["", "| files | what became of them | calls |", "| --- | --- | ---: |"]
    for kind, tally in tallies.items():
        lines += [
            f"| {kind} | {word} | {count:,} |" for word, count in tally.verdicts.most_common()
        ]
    return "\n".join(lines)
