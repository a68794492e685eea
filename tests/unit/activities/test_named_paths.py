"""A path that leads nowhere is named as far as it leads, and no secret that stands in its place."""

from pathlib import Path

from activities.named_paths import named


def test_a_path_is_named_as_far_as_it_may_be(tmp_path: Path) -> None:
    """Whoever mistyped a folder or a file sees which; of a key or a password, how it begins."""
    file = tmp_path / "k3y5-of-2026!"
    file.touch()

    assert named(file) == str(file)
    assert named(tmp_path / "kyes" / "auditor.pemm") == f"{tmp_path}/kyes/auditor.pemm"
    assert named(tmp_path / "hunter2/and/more") == f"{tmp_path}/h… (16 characters)"
    assert named(Path("k3y5-of-2026!")) == "k… (13 characters)"
    assert named(tmp_path / ("a" * 300)) == f"{tmp_path}/a… (300 characters)"
