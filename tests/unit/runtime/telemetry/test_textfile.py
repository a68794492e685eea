"""A file of metrics that outlives the processes which add to it."""

import fcntl
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from domain.telemetry import Label, Metric, MetricKind
from runtime.telemetry import textfile
from runtime.telemetry.textfile import Measured, NotOurs, add
from tests.support.scraping import read_text

KIND = Label("kind", ("a", "b"))
RUNS = Metric("runs", MetricKind.COUNTER, "Runs", (KIND,))
SPENT = Metric("spent", MetricKind.HISTOGRAM, "How long", (KIND,), (0.5, 2))
LEVEL = Metric("level", MetricKind.GAUGE, "How much", (KIND,))
ALL = (RUNS, SPENT, LEVEL)
A = {"kind": "a"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where metrics are kept."""
    return tmp_path / "phoenix.prom"


def count_one(path: str) -> None:
    """Count a run, as a process of its own does, however busy the machine is."""
    setattr(textfile, "_LONGEST_WAIT", 60.0)  # noqa: B010 - it is final
    add(Path(path), ALL, [Measured(RUNS, A)])


def test_what_was_counted_before_is_added_to(file: Path) -> None:
    """Counters and histograms grow from process to process, and a gauge is what it is."""
    add(file, ALL, [Measured(RUNS, A), Measured(SPENT, A, 0.25), Measured(LEVEL, A, 7)])
    add(file, ALL, [Measured(RUNS, A), Measured(SPENT, A, 3), Measured(LEVEL, A, 5)])
    add(file, ALL, [Measured(RUNS, {"kind": "b"})])

    read = read_text(file.read_text())

    assert (read.value("runs_total", kind="a"), read.value("runs_total", kind="b")) == (2, 1)
    assert read.value("level", kind="a") == 5
    assert read.value("spent_seconds_sum") == 3.25
    assert read.value("spent_seconds_count") == 2
    assert [read.value("spent_seconds_bucket", le=le) for le in ("0.5", "2", "+Inf")] == [1, 1, 2]
    assert read.kinds == {"runs_total": "counter", "spent_seconds": "histogram", "level": "gauge"}
    assert read.helps["spent_seconds"] == "How long"


def test_whoever_reads_it_may_be_somebody_else(file: Path) -> None:
    """The node exporter runs as another user, and finds a whole file or none."""
    add(file, ALL, [Measured(RUNS, A)])

    assert file.stat().st_mode & 0o044 == 0o044
    assert [entry.suffix for entry in file.parent.glob("[!.]*")] == [".prom"]


def test_processes_that_end_at_once_are_all_counted(file: Path) -> None:
    """No count is lost between two of them."""
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        list(pool.map(count_one, [str(file)] * 24))

    assert read_text(file.read_text()).value("runs_total") == 24


@pytest.mark.parametrize("text", [b"up 1\n", b"runs_total{} many\n", b"a", b"\xff\n"])
def test_a_file_of_somebody_else_s_stays_as_it_is(file: Path, text: bytes) -> None:
    """A wrong path destroys nothing."""
    file.write_bytes(text)

    with pytest.raises(NotOurs):
        add(file, ALL, [Measured(RUNS, A)])

    assert file.read_bytes() == text


@pytest.mark.parametrize("lets_go", [True, False])
def test_a_process_that_stands_still_holds_nobody_up_for_long(
    file: Path, monkeypatch: pytest.MonkeyPatch, *, lets_go: bool
) -> None:
    """Another one waits for it, and for so long at most."""
    lock = file.with_name(".phoenix.prom.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    clock = iter([0.0, 1.0, 3.0])
    monkeypatch.setattr(textfile, "monotonic", lambda: next(clock))
    monkeypatch.setattr(textfile, "sleep", _releasing(lock.close) if lets_go else _releasing())

    if lets_go:
        add(file, ALL, [Measured(RUNS, A)])
    else:
        with pytest.raises(BlockingIOError):
            add(file, ALL, [Measured(RUNS, A)])

    assert file.exists() is lets_go
    lock.close()


def _releasing(*releases: Callable[[], None]) -> Callable[[float], None]:
    def sleep(_: float) -> None:
        for release in releases:
            release()

    return sleep
