"""A worker takes on as much as the cores that it may use can carry."""

import os
from pathlib import Path

import pytest

from runtime.cores import usable_cores


@pytest.fixture(autouse=True)
def _eight_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    def eight(_: int) -> set[int]:
        return set(range(8))

    monkeypatch.setattr(os, "sched_getaffinity", eight, raising=False)


def group(folder: Path, quota: str, name: str = "") -> tuple[Path, Path]:
    """Return control groups and the file that names the own one, as Linux has them."""
    own = folder / "own"
    own.write_text(f"1:name=old:/else\n0::/{name}\n", encoding="ascii")
    (folder / "groups" / name).mkdir(parents=True)
    (folder / "groups" / name / "cpu.max").write_text(quota, encoding="ascii")
    return folder / "groups", own


@pytest.mark.parametrize(
    ("quota", "cores"),
    [
        ("max 100000\n", 8),
        ("50000 100000\n", 1),
        ("250000 100000\n", 3),
        ("9900000 100000\n", 8),
        ("nonsense", 8),
    ],
)
def test_a_containers_quota_counts(tmp_path: Path, quota: str, cores: int) -> None:
    """A container with half a core does not take on what the machine's sixty-four could carry."""
    assert usable_cores(*group(tmp_path, quota)) == cores


def test_the_quota_of_a_service_counts(tmp_path: Path) -> None:
    """What systemd allows a service stands further down."""
    assert usable_cores(*group(tmp_path, "200000 100000", "system.slice/phoenix.service")) == 2


def test_without_control_groups_the_cores_count_that_may_be_used(tmp_path: Path) -> None:
    """Elsewhere, and where Linux is older, nothing is refused."""
    assert usable_cores(tmp_path / "none", tmp_path / "none") == 8


def test_where_no_core_can_be_ruled_out_all_count(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Not every system says which cores a process may use, or how many there are."""
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(os, "cpu_count", lambda: None)

    assert usable_cores(tmp_path / "none", tmp_path / "none") == 1
