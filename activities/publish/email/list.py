"""The list of those who are written to: who has agreed, less those who get nothing any more."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from activities.publish.email.addresses import address_of
from domain.reading.dates import moment_of
from domain.reading.encodings import decode
from domain.reading.tables import column_name, table_of

_ADDRESS: Final = {"email", "e mail", "mail", "correo", "correo electronico", "direccion"}
_CONSENT: Final = {"consent", "consentimiento", "opt in", "acepta"}
"""Names of the columns, as they are compared."""
_YES: Final = {"yes", "y", "true", "1", "si", "s", "verdadero", "x", "ok"}
MOST_RECIPIENTS: Final = 500_000


class Unusable(Exception):
    """The list says nothing about who may be written to; the message says what it lacks."""


@dataclass(frozen=True)
class Readers:
    """Who is written to, and how many of the list are not."""

    addresses: Sequence[str]
    """In the list's order, each once."""
    without_consent: int = 0
    suppressed: int = 0
    unreadable: int = 0
    """Rows without an address."""
    repeated: int = 0

    @property
    def left_out(self) -> str:
        """Say who is not written to; empty when nobody is left out."""
        counts = {
            "without consent": self.without_consent,
            "suppressed": self.suppressed,
            "without a usable address": self.unreadable,
            "listed twice": self.repeated,
        }
        return ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)


def readers_of(listed: bytes, suppressed: Sequence[bytes]) -> Readers:
    """Return who of a list is written to.

    Nobody is without a consent: what stands in its column is a word for yes, or the day of it.

    Args:
        listed: The list, as a table of any office.
        suppressed: Files in which any cell that is an address is one that gets nothing.

    Raises:
        Unusable: The list has not the columns, or too many rows.
    """
    table = table_of(decode(listed).text, lambda names: bool(_ADDRESS & {*names}))
    if table is None:
        raise Unusable("has no column email")
    if not _CONSENT & {*table.names}:
        raise Unusable("has no column consent: nobody is written to who has not agreed")
    where = _first(table.names, _ADDRESS), _first(table.names, _CONSENT)
    never = {address.casefold() for each in suppressed for address in _addresses_in(each)}
    found: dict[str, str] = {}
    counts = dict.fromkeys(("without_consent", "suppressed", "unreadable", "repeated"), 0)
    for number, row in enumerate(table.rows()):
        if number == MOST_RECIPIENTS:
            raise Unusable(f"has more than {MOST_RECIPIENTS:,} rows")
        address, consent = (_cell(row.values, column) for column in where)
        known = address_of(address)
        if known is None:
            counts["unreadable"] += 1
        elif known.casefold() in never:
            counts["suppressed"] += 1
        elif not _is_yes(consent):
            counts["without_consent"] += 1
        elif known.casefold() in found:
            counts["repeated"] += 1
        else:
            found[known.casefold()] = known
    return Readers(tuple(found.values()), **counts)


def _addresses_in(data: bytes) -> Iterator[str]:
    text = decode(data).text
    for part in text.replace(",", "\n").replace(";", "\n").replace("\t", "\n").split("\n"):
        address = address_of(part.strip().strip("\"'<>"))
        if address is not None:
            yield address


def _first(names: Sequence[str], meant: set[str]) -> int:
    return next(at for at, name in enumerate(names) if name in meant)


def _cell(values: Sequence[str] | None, column: int) -> str:
    return values[column].strip() if values is not None and column < len(values) else ""


def _is_yes(consent: str) -> bool:
    return column_name(consent) in _YES or moment_of(consent) is not None
