"""Progress of many equal pieces: a line that is drawn again, or a few messages."""

import io
from collections import Counter

import pytest

from console.live.counting import counting
from console.screen import Screen
from console.tables.batch import progress
from runtime.batch.replies import Outcome


@pytest.mark.parametrize("as_json", [False, True])
def test_a_log_is_told_ten_times_at_most(*, as_json: bool) -> None:
    """Ten thousand starts do not leave ten thousand lines in a file, and JSON stays alone."""
    out, err = io.StringIO(), io.StringIO()
    counts = Counter({Outcome.LEFT: 1000})

    with counting(Screen(out, err, as_json=as_json), 1000, progress, Outcome.LEFT) as tell:
        for _ in range(1000):
            counts.update({Outcome.STARTED: 1, Outcome.LEFT: -1})
            tell(counts)

    assert out.getvalue() == ""
    told = err.getvalue().splitlines()
    assert len(told) == 10
    assert told[0] == "100 of 1000 requests: 100 started, 900 left"
    assert told[-1] == "1000 of 1000 requests: 1000 started"
