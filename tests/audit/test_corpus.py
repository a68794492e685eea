"""How well the checks judge the corpus, against what docs/audit.md promises."""

from collections import Counter

import pytest

from tests.audit import heldout
from tests.audit.corpus import CHECK_IDS, CORPUS, score
from tests.audit.table import CORPUS_TABLE, DOCUMENT, HELD_OUT_TABLE, documented, table

LEAST_PRECISION = 0.85
LEAST_RECALL = 0.85
"""What docs/audit.md promises of every check."""


def test_every_check_of_the_catalogue_has_its_cases() -> None:
    """No check is trusted on fewer than three faults and three sound cases."""
    failing = Counter(case.check_id for case in CORPUS if case.expected is not None)
    passing = Counter(case.check_id for case in CORPUS if case.expected is None)

    assert len(CHECK_IDS) == 41
    assert len(CORPUS) >= 200
    assert {name for name in CHECK_IDS if failing[name] < 3 or passing[name] < 3} == set()


def test_every_check_is_as_good_as_the_documentation_says() -> None:
    """A check that finds less, or accuses more, than a reader is told does not get in.

    After a change run `python -m tests.audit.table`.
    """
    scores = score(CORPUS)
    worse = {
        name: (each.precision, each.recall, each.wrong)
        for name, each in scores.items()
        if each.precision < LEAST_PRECISION or each.recall < LEAST_RECALL
    }
    text = DOCUMENT.read_text(encoding="utf-8")

    assert worse == {}
    assert f"at least {LEAST_PRECISION} in precision and {LEAST_RECALL} in recall" in text
    assert documented(CORPUS_TABLE) == table(scores)


@pytest.mark.no_cover  # the corpus has the examples
def test_what_strangers_wrote_is_judged_as_the_documentation_says() -> None:
    """A reader sees what unseen words get today, and no rule of theirs becomes something else.

    After a change run `python -m tests.audit.table`.
    """
    found = heldout.entries()
    judged = heldout.table(found)

    assert len(found) >= 160
    assert documented(HELD_OUT_TABLE) == judged
    assert "| wrongly enforced | 0 | 0 |" in judged
