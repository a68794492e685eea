"""A TOML file is read alike wherever it comes from, and told alike when it is none."""

import pytest

from contracts import ContractInvalid
from domain.toml import read_toml


def test_a_mark_of_the_byte_order_is_no_part_of_a_file() -> None:
    """A file that an editor of another system saved says what it shows."""
    said = read_toml(b'\xef\xbb\xbfname = "x"\n', "The file x.toml")

    assert said == {"name": "x"}


@pytest.mark.parametrize("data", [b"name = ", b"\xff\xfe", b"name = 1\nname = 2\n"])
def test_what_is_no_toml_is_told_with_its_file(data: bytes) -> None:
    """Whoever wrote the file reads which one it is and what is wrong."""
    with pytest.raises(ContractInvalid, match=r"The file x\.toml cannot be read as TOML in UTF-8:"):
        read_toml(data, "The file x.toml")
