"""Settings that hold for every test."""

# mypy: disable-error-code="import-untyped"
# greenlet carries no types for mypy; pyright brings its own.

import gc
import os
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, Final
from weakref import WeakKeyDictionary

import greenlet
import pytest
from hypothesis import is_hypothesis_test, settings

from domain.text.lemmas import load_word_lists
from tests.support.patience import be_patient
from tests.support.workflow_logic import WorkflowLogic

_SHARED: Final = "begun"
"""The fixture of the installation that end-to-end tests share."""

_UNMEASURED: Final = frozenset({"audit", "cases", "chaos", "fuzz", "released", "repository"})
"""Folders of tests that go through much once more, and reach nothing that no example reaches."""

# The same examples on every run: a failure is repeated by running the test again.
settings.register_profile("phoenix", max_examples=50, deadline=None, derandomize=True)
settings.load_profile("phoenix")
be_patient(pytest.MonkeyPatch())


@pytest.hookimpl(trylast=True)  # what is left out is no part of anybody's piece
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let examples alone count as coverage, and begin with what takes longest."""
    for item in items:
        is_search = isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)
        if is_search or _is_real(item) or _folder_of(item) in _UNMEASURED:
            # Measuring a search doubles its time, and a branch that only it reaches is a promise
            # that nobody has written down. What other processes do is not measured anyway.
            item.add_marker("no_cover")
    items[:] = _dealt(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None]:
    """Measure in one process alone what importing runs: each imports everything, and the same."""
    del session
    measuring = sys.gettrace()
    if os.environ.get("PYTEST_XDIST_WORKER", "gw0") != "gw0":
        sys.settrace(None)
    yield
    sys.settrace(measuring)
    # What is collected lives until the end: nobody has to look for what of it is dead.
    gc.collect()
    gc.freeze()


def _dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    # `--dist worksteal` gives each worker an equal piece of the list, to run from its beginning. To
    # be one off would part tests that share what they have started, and start it twice.
    hands: list[list[pytest.Item]] = [[] for _ in range(workers)]
    groups: dict[Path, list[pytest.Item]] = {}
    for item in filter(_is_real, items):
        groups.setdefault(_together(item), []).append(item)
    for group in groups.values():
        min(hands, key=len).extend(group)
    others = [item for item in items if not _is_real(item)]
    left = len(items)
    for number, hand in enumerate(hands):
        missing = max(0, left // (workers - number) - len(hand))
        hand.extend(others[:missing])
        del others[:missing]
        left -= len(hand)
    return [item for hand in hands for item in hand] + others


def _together(item: pytest.Item) -> Path:
    """Return what stays together: a folder, whose tests share what they have started, or a file.

    Of the end-to-end tests those alone share it that are given the installation.
    """
    names = item.fixturenames if isinstance(item, pytest.Function) else ()
    is_alone = item.path.parent.name == "e2e" and _SHARED not in names
    return item.path if is_alone else item.path.parent


def _folder_of(item: pytest.Item) -> str:
    return item.path.relative_to(Path(__file__).parent).parts[0]


def _is_real(item: pytest.Item) -> bool:
    return item.get_closest_marker("e2e") is not None


@pytest.fixture
def workflow_logic(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a test's workers and replayers go by the rules that it is marked with."""
    logic: WorkflowLogic = request.param
    logic.use(monkeypatch)


_measuring: WeakKeyDictionary[greenlet.greenlet, Any] = WeakKeyDictionary()


def _switched(event: str, between: tuple[greenlet.greenlet, greenlet.greenlet]) -> None:
    del event
    if (measuring := sys.gettrace()) is not None:
        origin, target = between
        _measuring[origin] = measuring
        sys.settrace(_measuring.get(target) or threading.gettrace())


# The word lists of two languages are decoded line by line, which takes seconds when it is measured.
_tracing = sys.gettrace()
sys.settrace(None)
load_word_lists()
sys.settrace(_tracing)

# Tests make much that lives as long as they do: looking for what of it is dead every 700 objects,
# as Python does, takes a twentieth of their time.
gc.set_threshold(50_000)

# Each greenlet of SQLAlchemy is measured as if it were a thread. Coverage's own way, the setting
# `concurrency`, asks at every call and every return which greenlet runs: everything takes twice as
# long, and it has hung where a greenlet was collected meanwhile.
_settrace: Callable[[Any], Any] = greenlet.settrace
_settrace(_switched)
