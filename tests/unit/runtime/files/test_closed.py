"""Files of secrets are closed to others, and messages about them show none."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from contracts import Contract, ContractInvalid
from runtime.files.closed import read_closed, refuse_exposed
from runtime.refusals import WrongUse


class Known(Contract):
    """A form with one secret."""

    token: SecretStr


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o660, 0o666, 0o602])
def test_a_secret_that_others_can_reach_is_refused(tmp_path: Path, mode: int) -> None:
    """Who can read it can act in its owner's name, so that it is told before it is used."""
    path = tmp_path / "auditor.pem"
    path.write_text("secret")
    path.chmod(mode)

    with pytest.raises(ContractInvalid, match=rf"mode {mode:04o}.*signs.*chmod 600 .*auditor\.pem"):
        refuse_exposed(path, f"the key {path}", "signs")


@pytest.mark.parametrize("mode", [0o700, 0o755])
def test_a_folder_in_the_place_of_a_secret_is_told(tmp_path: Path, mode: int) -> None:
    """Closing it to others would mend nothing: a file is needed."""
    tmp_path.chmod(mode)

    with pytest.raises(WrongUse) as refused:
        read_closed(tmp_path, "the file of keys", "knows", Known)

    assert str(refused.value) == (
        f"the file of keys {tmp_path} is a folder: give the path of a file in it"
    )


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o640, 0o440])
def test_a_secret_of_its_owner_or_a_group_is_taken(tmp_path: Path, mode: int) -> None:
    """Containers mount secrets readable by a group of their own."""
    path = tmp_path / "known.toml"
    path.write_text('token = "abc"')
    path.chmod(mode)

    assert read_closed(path, "the file", "knows", Known).token.get_secret_value() == "abc"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("token = 7", "token: should be a valid string"),
        ("tokens = 'hush'", "token: is required"),
        ("token = hush", "cannot be read as TOML"),
    ],
)
def test_what_is_wrong_with_it_is_told_without_the_secret(
    tmp_path: Path, text: str, told: str
) -> None:
    """A mistake in a file of secrets puts none of them on a screen or into a log."""
    path = tmp_path / "known.toml"
    path.write_text(text)
    path.chmod(0o600)

    with pytest.raises(WrongUse, match=r"the file .*known\.toml") as refused:
        read_closed(path, "the file", "knows", Known)

    assert told in str(refused.value)
    assert "hush" not in str(refused.value)


def test_a_secret_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A path that leads nowhere is a mistake, and no empty file."""
    with pytest.raises(WrongUse, match="No such file"):
        read_closed(tmp_path / "none.toml", "the file", "knows", Known)
