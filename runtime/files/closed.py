"""Files of secrets: nobody else on the machine may read or replace them, and no message shows any.

The rule is the one that PostgreSQL has for its own key
(https://www.postgresql.org/docs/current/ssl-tcp.html).
"""

import stat
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from activities import named_paths
from contracts import Contract, ContractInvalid, explain
from domain.toml import read_toml
from runtime.refusals import WrongUse

C = TypeVar("C", bound=Contract)


def refuse_exposed(path: Path, named: str, harm: str) -> None:
    """Refuse a secret that others on the machine can read or replace; a group may read it.

    Args:
        path: The file.
        named: How a message calls it, with its path.
        harm: What somebody does who reads it, such as `signs reports in its name`.

    Raises:
        ContractInvalid: They can; the message says how it is closed. Or it is no file.
        OSError: It cannot be looked at.
    """
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ContractInvalid(f"{named} is a folder: give the path of a file in it")
    if mode & (stat.S_IRWXO | stat.S_IWGRP):
        raise ContractInvalid(
            f"{named} is open to others on this machine (mode {stat.S_IMODE(mode):04o}), and "
            f"whoever reads it {harm}: give 'chmod 600 {path}', or 640 for a group that may read it"
        )


def read_closed(path: Path, named: str, harm: str, form: type[C]) -> C:
    """Return what a file of secrets in TOML says.

    Args:
        path: The file.
        named: How messages call it, such as `the file of payload keys`.
        harm: As for `refuse_exposed`.
        form: What it has to say.

    Raises:
        WrongUse: It is not there, is open to others, or says something else.
    """
    what = f"{named} {named_paths.named(path)}"
    try:
        refuse_exposed(path, what, harm)
        return form.model_validate(read_toml(path.read_bytes(), what))
    except OSError as error:
        raise WrongUse(f"{what} cannot be read ({error.strerror})") from error
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    except ValidationError as error:
        # The cause would show what stands there.
        raise WrongUse(f"{what} is invalid: {explain(error)}") from None
