"""How well the checks judge the corpus, against what docs/audit.md promises."""

from collections import Counter

import pytest

from tests.audit import heldout
from tests.audit.corpus import CHECK_IDS, CORPUS, Score, score
from tests.audit.table import CORPUS_TABLE, DOCUMENT, HELD_OUT_TABLE, documented, table

LEAST_PRECISION = 0.85
LEAST_RECALL = 0.85
"""What docs/audit.md promises of every check."""


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """Return the scores of all checks; the corpus is judged once."""
    return score(CORPUS)


def test_every_check_of_the_catalogue_has_its_cases() -> None:
    """No check is trusted on fewer than three faults and three sound cases."""
    failing = Counter(case.check_id for case in CORPUS if case.expected is not None)
    passing = Counter(case.check_id for case in CORPUS if case.expected is None)

    assert len(CHECK_IDS) == 40
    assert len(CORPUS) >= 200
    assert {name for name in CHECK_IDS if failing[name] < 3 or passing[name] < 3} == set()


def test_every_check_is_as_good_as_the_documentation_says(scores: dict[str, Score]) -> None:
    """A check that finds less, or accuses more, than is promised does not get in."""
    worse = {
        name: (each.precision, each.recall, each.wrong)
        for name, each in scores.items()
        if each.precision < LEAST_PRECISION or each.recall < LEAST_RECALL
    }

    text = DOCUMENT.read_text(encoding="utf-8")

    assert worse == {}
    assert f"at least {LEAST_PRECISION} in precision and {LEAST_RECALL} in recall" in text


def test_the_table_in_the_documentation_is_current(scores: dict[str, Score]) -> None:
    """What a reader sees of each check is what the checks do today.

    After a change run `python -m tests.audit.table`.
    """
    stated = documented(DOCUMENT.read_text(encoding="utf-8"), CORPUS_TABLE)

    assert stated == table(scores)


def test_the_held_out_table_in_the_documentation_is_current() -> None:
    """What a stranger's sentences and texts get from the checks is told as it is today.

    After a change run `python -m tests.audit.table`.
    """
    stated = documented(DOCUMENT.read_text(encoding="utf-8"), HELD_OUT_TABLE)

    assert stated == heldout.table(heldout.entries())


def test_no_strangers_rule_is_enforced_as_something_else() -> None:
    """What needs a person gets one, also in words that the authors of the checks never saw."""
    found = heldout.score(heldout.entries())

    assert len(heldout.entries()) >= 160
    assert sum(counts["wrongly enforced"] for counts in found.values()) == 0
