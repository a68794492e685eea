"""Sentences in the shapes of real brand guidelines, and what each becomes.

In `tests/audit/guidelines.tsv`, whose readings were checked by eye, `person` stands where somebody
is asked, and behind it what is looked for meanwhile, which then warns and never blocks.
"""

import csv
from pathlib import Path

import pytest

from domain.audit.rules.compiler import compile_rules
from domain.audit.rules.coverage import why_not_enforced

_ROWS = tuple(
    csv.DictReader(
        (Path(__file__).parents[4] / "audit" / "guidelines.tsv").read_text("utf-8").splitlines(),
        delimiter="\t",
        quoting=csv.QUOTE_NONE,
    )
)


@pytest.mark.parametrize("row", _ROWS, ids=lambda row: row["sentence"])
def test_a_guideline_is_enforced_as_it_is_meant_or_shown_to_a_person(row: dict[str, str]) -> None:
    """No guideline is enforced as its opposite, in part, or passed over."""
    rules = compile_rules([row["sentence"]], {}, {})
    asked = ["person"] if any(why_not_enforced(rule, []) for rule in rules) else []
    found = [
        f"{rule.kind}:{','.join(rule.values)}" for rule in rules if rule.kind != "unenforceable"
    ]

    assert " ; ".join(asked + found) == row["expected"]
