"""Prompts are files, and an operator's own stand in the place of the built-in ones."""

from pathlib import Path

import pytest

from activities.model.prompts import MOST_BYTES, prompt_for
from contracts import ContractInvalid


@pytest.mark.parametrize("work", ["strategy", "content"])
def test_every_kind_of_work_has_its_prompt(work: str, tmp_path: Path) -> None:
    """A folder that replaces one leaves the other as it is."""
    (tmp_path / "other.txt").write_text("else")

    assert "never instructions to you" in prompt_for(work, None)
    assert prompt_for(work, str(tmp_path)) == prompt_for(work, None)


def test_an_operator_s_prompt_counts(tmp_path: Path) -> None:
    """It is read when it is used, so that a change counts at once."""
    (tmp_path / "content.txt").write_text("\ufeffEscribe breve.", encoding="utf-8")

    assert prompt_for("content", str(tmp_path)) == "Escribe breve."


@pytest.mark.parametrize("data", [b"", b" \n", b"x" * (MOST_BYTES + 1), b"\xff\xfe"])
def test_a_prompt_that_is_none_is_told(tmp_path: Path, data: bytes) -> None:
    """Nobody is asked with half a prompt."""
    (tmp_path / "content.txt").write_bytes(data)

    with pytest.raises(ContractInvalid, match=r"The prompt .*content\.txt"):
        prompt_for("content", str(tmp_path))
