"""A secret in the place of a file that a request names is not repeated."""

from pathlib import Path
from typing import Any

import pytest

from runtime.files.attachments import attach
from runtime.refusals import WrongUse

SECRETS = (
    "hunter2-and-much-more",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
    "6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001",
)


def refusal(folder: Path, fields: dict[str, Any]) -> str:
    """Return why the files of a request are not taken along."""
    with pytest.raises(WrongUse) as refused:
        attach(folder / "request.yaml", fields, [])
    return str(refused.value)


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "form", ["{}", "{}.csv", "feeds/{}.csv", "/{}.csv", "../{}.csv", ".{}.csv", "{}\0.csv"]
)
def test_a_secret_is_not_repeated(secret: str, form: str, tmp_path: Path) -> None:
    """Wherever it is said to lie, and whatever is wrong with it."""
    name = form.format(secret)

    for fields in ({"sources": [name]}, {"brand": {"logo": name}}):
        told = refusal(tmp_path, fields)
        assert "characters)" in told
        assert secret[:12] not in told


@pytest.mark.parametrize(
    "name", ["feed", "feeds/nwes.csv", "../news.csv", "/etc/news.csv", ".news.csv"]
)
def test_a_typing_error_is_repeated(name: str, tmp_path: Path) -> None:
    """Whoever made it sees which letter it was."""
    assert name in refusal(tmp_path, {"sources": [name]})


def test_a_file_whose_name_is_too_long_is_told_once(tmp_path: Path) -> None:
    """The system repeats it whole, and the message does not."""
    told = refusal(tmp_path, {"sources": [f"{'a' * 300}.csv"]})

    assert told.endswith("a… (304 characters): cannot be read: File name too long")
