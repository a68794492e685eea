"""What becomes of these tests on a machine without a browser."""

from pathlib import Path

import pytest

from tests.browser.browser import chromium


@pytest.fixture(autouse=True)
def no_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Hide every program of the machine."""
    monkeypatch.setenv("PATH", str(tmp_path))


def test_a_contributor_without_a_browser_is_told_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The tests are skipped, and the reason names the package."""
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match="install chromium"):
        chromium()


def test_ci_without_a_browser_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """CI never reports success for pages that nobody looked at."""
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match="install chromium"):
        chromium()
