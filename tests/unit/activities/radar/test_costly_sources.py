"""Sources that cost more than they may are left out, and keep nobody waiting."""

import pytest

from activities.compute import ProcessCompute
from activities.ports import Limit
from activities.radar import feeds
from contracts import TooCostly, WorkLost
from tests.support.computing import FailingCompute
from tests.support.hostile_feeds import HOSTILE_FEEDS
from tests.support.radar_scans import as_csv, dated, scan


async def test_a_hostile_source_is_stopped_and_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was made to keep a worker busy for minutes costs its own news only, and is named."""
    monkeypatch.setattr(feeds, "ONE_SOURCE", Limit(cpu=0.5, wall=60, memory=512_000_000))
    compute = ProcessCompute(1)
    try:
        result = await scan(HOSTILE_FEEDS["tags-in-title.rss"](), as_csv(dated()), compute=compute)
    finally:
        await compute.close()

    assert result.signals[0].term == "café de especialidad"
    assert result.notes[0] == (
        "source 1 was not read: reading source 1 took more than 0.5 s of a processor, and was "
        "stopped"
    )


async def test_many_sources_do_not_take_more_than_a_request_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twenty sources that cost just less than one may do not add up to minutes."""
    monkeypatch.setattr(feeds, "MAX_SECONDS", 2 * feeds.ONE_SOURCE.cpu)
    compute = FailingCompute({"read_source": TooCostly("it took too much")})

    result = await scan(*[as_csv(dated())] * 3, compute=compute)

    assert compute.asked == ["read_source", "read_source", "signals_in"]
    assert result.notes[2] == "source 3 was not read: the sources before it took too long."


async def test_sources_that_cost_too_much_to_compare_give_no_signals() -> None:
    """A campaign can do without signals, and the result says why there are none."""
    compute = FailingCompute({"signals_in": TooCostly("comparing took too much")})

    result = await scan(as_csv(dated()), compute=compute)

    assert result.signals == []
    assert result.notes == ["There are no signals: comparing took too much."]


async def test_a_worker_that_loses_a_process_blames_no_source() -> None:
    """The scan is made again, and the campaign does not go on without a source that is sound."""
    with pytest.raises(WorkLost):
        await scan(
            as_csv(dated()), compute=FailingCompute({"read_source": WorkLost("it was killed")})
        )
