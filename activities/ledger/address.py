"""Where a ledger is, read from its URL; whatever is wrong with one, no password is repeated."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from activities.named_paths import named
from contracts import ContractInvalid
from contracts.repeating import reads_as_words, repeated

SQLITE: Final = "sqlite"
POSTGRESQL: Final = "postgresql"

_DRIVERS: Final = {"sqlite": SQLITE, "postgresql+asyncpg": POSTGRESQL}
_SCHEME: Final = re.compile(r"([\w+.-]+)://")

_FOLLOWED: Final = frozenset(
    {
        "application_name",
        "dbname",
        "gsslib",
        "host",
        "krbsrvname",
        "options",
        "passfile",
        "password",
        "port",
        "service",
        "ssl_max_protocol_version",
        "ssl_min_protocol_version",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslnegotiation",
        "sslpassword",
        "sslrootcert",
        "target_session_attrs",
        "user",
    }
)
"""Parameters of libpq (https://www.postgresql.org/docs/current/libpq-connect.html) that asyncpg,
or the server by way of it, follows as well."""
_FILES: Final = frozenset({"passfile", "sslcert", "sslcrl", "sslkey", "sslrootcert"})
SECRET_PARAMETERS: Final = ("password", "sslpassword")
"""Parameters that are secrets."""
_PASSWORD: Final = re.compile(
    r"^(?!#)(?:(?:[^:\\\n]|\\.)*:){4}(.+)$|^[ \t]*password[ \t]*=[ \t]*(.+?)[ \t]*$", re.MULTILINE
)
"""A line of a file of passwords, whose last field it is, or of a file of services."""
_SECRET_FILES: Final = ("PGPASSFILE", "PGSERVICEFILE")
_AT_HOME: Final = ("~/.pgpass", "~/.pg_service.conf")
_ESCAPED: Final = re.compile(r"\\(.)")
_VARIABLES: Final = {"application_name": "PGAPPNAME", "dbname": "PGDATABASE"}
"""Variables of libpq that are not called as their parameters are."""
SECRET_VARIABLES: Final = ("PGPASSWORD",)
"""Variables of libpq that are."""
_OTHER_NAMES: Final = {"ssl": "sslmode", "database": "dbname"}
"""What drivers of Python call the same."""


def read_address(url: str) -> URL:
    """Return the address that a URL means, with parameters that its driver follows.

    Raises:
        ContractInvalid: It names no database that the ledger can use; the message says what would
            be right, and repeats nothing that may be a password.
    """
    try:
        address = make_url(url)
        host = address.host
    except (ArgumentError, ValueError):
        address, host = None, None
    if address is None or address.drivername not in _DRIVERS:
        scheme = _SCHEME.match(url)
        told = f", and begins with {repeated(scheme[1])}://" if scheme else ""
        # The cause may quote the URL, and is left out of every traceback with it.
        raise ContractInvalid(
            "The ledger's URL must be like sqlite:///ledger.db or "
            f"postgresql+asyncpg://user@host/database{told}."
        ) from None
    if host is not None and "@" in host:
        raise ContractInvalid(
            "The ledger's URL has more than one @: in a password or a user's name, write %40 "
            "for it (and %2F for a slash, %3A for a colon)."
        )
    if backend_of(address) == SQLITE:
        if address.database in {None, "", ":memory:"}:
            raise ContractInvalid(
                "The ledger's URL must name a file, such as sqlite:///ledger.db: what is only in "
                "memory is forgotten."
            )
        if "?" in url and address.query.keys() != {"timeout"}:
            raise ContractInvalid(
                "The ledger's URL has a ?, and a file takes no parameter but timeout: in a path, "
                "write %3F for it (and %25 for a percent sign)."
            )
        for seconds in address.normalized_query.get("timeout", ()):
            _check_seconds("timeout", seconds.replace(".", "", 1))
        return address
    return address.set(query=_parameters(address.normalized_query))


def backend_of(address: URL) -> str:
    """Return which kind of database an address is of."""
    return _DRIVERS[address.drivername]


def shown(address: URL) -> str:
    """Return an address as people may see it: without its password, and without parameters.

    What stands in the place of a name may be a password, too.
    """
    user, host, database = address.username, address.host or "", address.database
    password = ":***" if address.password is not None else ""
    who = "" if user is None else f"{repeated(user)}{password}@"
    where = f"[{host}]" if ":" in host else host if "." in host else repeated(host)
    port = "" if address.port is None else f":{address.port}"
    is_file = backend_of(address) == SQLITE
    within = named(Path(database or "")) if is_file else repeated(database or "")
    return f"{address.drivername}://{who}{where}{port}{'' if database is None else f'/{within}'}"


def _parameters(given: Mapping[str, Sequence[str]]) -> dict[str, str]:
    followed = {_OTHER_NAMES.get(name, name): values[-1] for name, values in given.items()}
    strangers = sorted(followed.keys() - _FOLLOWED - {"connect_timeout"})
    if strangers:
        raise ContractInvalid(
            f"The ledger's URL has the parameter {', '.join(map(repeated, strangers))}, which its "
            "driver asyncpg does not follow; leave it out. These are followed: "
            f"{', '.join(sorted(_FOLLOWED))} and connect_timeout."
        )
    for name in sorted(_FILES & followed.keys()):
        if not Path(followed[name]).is_file():
            raise ContractInvalid(f"The ledger's URL names a file as {name} that is not there.")
    _check_seconds("connect_timeout", followed.get("connect_timeout", "1"))
    return followed


def _check_seconds(name: str, digits: str) -> None:
    if not digits.isdecimal():
        raise ContractInvalid(f"The ledger's URL has a {name} that is no count of seconds.")


def hidden_in(url: str) -> list[str]:
    """Return what a database may repeat of what it was told, and nobody else is, longest first.

    What does not read as words may be a secret, whatever it was given as.
    """
    address = make_url(url)
    secret = [
        value for name in SECRET_PARAMETERS for value in address.normalized_query.get(name, ())
    ]
    files = [*address.normalized_query.get("passfile", ()), *map(os.environ.get, _SECRET_FILES)]
    found = {address.password, *secret, *map(os.environ.get, SECRET_VARIABLES)}
    found.update(each for each in _values_in(address) if not reads_as_words(each))
    found.update(*(_passwords_in(Path(place)) for place in [*files, *_AT_HOME] if place))
    return sorted((str(each) for each in found if each), key=len, reverse=True)


def _values_in(address: URL) -> Iterator[str]:
    """Yield what a URL and libpq's variables say of a server, without paths of files."""
    yield from (address.username or "", address.database or "")
    for name in _FOLLOWED - _FILES:
        yield from address.normalized_query.get(name, ())
        yield os.environ.get(_VARIABLES.get(name, f"PG{name.replace('_', '').upper()}"), "")


def _passwords_in(place: Path) -> list[str]:
    """Return what libpq's files of passwords and services hold, as far as they can be read."""
    try:
        text = place.expanduser().read_text(errors="replace")
    except (OSError, RuntimeError):  # there is none, or nobody is at home
        return []
    return [_ESCAPED.sub(r"\1", found[1] or found[2]) for found in _PASSWORD.finditer(text)]
