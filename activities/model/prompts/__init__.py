"""What models are told to do: a file for each kind of work, which an operator can replace."""

from importlib import resources
from pathlib import Path
from typing import Final

from contracts import ContractInvalid

MOST_BYTES: Final = 32 * 1024
"""The largest prompt that an operator may write."""


def prompt_for(work: str, folder: str | None) -> str:
    """Return the prompt for a kind of work: the operator's, or the built-in one.

    Args:
        work: `strategy` or `content`.
        folder: Where the operator's prompts lie, of which any may be missing.

    Raises:
        ContractInvalid: The operator's cannot be read.
    """
    name = f"{work}.txt"
    own = None if folder is None else Path(folder) / name
    if own is None or not own.exists():
        return resources.files(__name__).joinpath(name).read_text("utf-8")
    try:
        with own.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES or not data.strip():
            raise ContractInvalid(f"The prompt {own} must have 1 to {MOST_BYTES:,} bytes of text.")
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise ContractInvalid(f"The prompt {own} cannot be read: {error}.") from error
