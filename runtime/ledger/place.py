"""Where a ledger may be: beside a Temporal that only this machine uses, or on a server."""

from pathlib import Path
from typing import Final
from urllib.parse import unquote

from domain.hosts import is_this_machine
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings
from runtime.temporal.target import Target, read_target

_FILE: Final = "sqlite:///"


def refuse_second_ledger(settings: Settings) -> None:
    """Refuse a file as the ledger of a Temporal that workers on other machines may use, too.

    Each of them would have a file of its own, and publish what another one has published.

    Raises:
        WrongUse: It is one, and no setting says that all workers are on this machine.
    """
    target = read_target(settings)
    if _may_be_one_of_several(settings, target):
        raise WrongUse(
            f"{ENV_PREFIX}LEDGER_URL is a file of this machine, and Temporal at {target.address} "
            f"(from {target.origin}) may have workers on others, each with a file of its own: "
            "then a campaign can be published twice. Give all of them one PostgreSQL "
            f"(postgresql+asyncpg://…), or set {ENV_PREFIX}SINGLE_HOST=true if every worker of "
            "this Temporal runs on this machine and uses this file"
        )


def is_here(settings: Settings) -> bool:
    """Tell whether the ledger that workers use can be reached by a command that runs here.

    Raises:
        WrongUse: The Temporal settings cannot be read.
    """
    if not settings.ledger_url.startswith(_FILE):
        return True
    return not _may_be_one_of_several(settings, read_target(settings)) and is_there(settings)


def is_there(settings: Settings) -> bool:
    """Tell whether there is something to open: a file, or a server that answers or not."""
    url = settings.ledger_url
    return not url.startswith(_FILE) or Path(unquote(url.removeprefix(_FILE))).exists()


def _may_be_one_of_several(settings: Settings, target: Target) -> bool:
    is_file = settings.ledger_url.startswith(_FILE)
    return is_file and not settings.single_host and not is_local(target)


def is_local(target: Target) -> bool:
    """Tell whether a Temporal is reached by an address that means this machine and no other."""
    if target.is_embedded:
        return True
    host = target.address.rpartition(":")[0].strip("[]")
    return is_this_machine(host)
