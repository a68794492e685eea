"""Reading one column of a whole table, a page at a time, beside those who write to it."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, select, tuple_

from activities.ledger.database import Database

_PAGE: Final = 200
"""Rows in memory at a time: some megabytes of the largest outcomes."""


async def texts(
    database: Database, key: Sequence[Column[Any]], text: Column[Any], *only: ColumnElement[bool]
) -> AsyncGenerator[list[str]]:
    """Return every text that stands in a column, in pages, by the table's primary key.

    No transaction outlasts a page, so nobody who writes is held up. What is written meanwhile may
    be left out.

    Args:
        database: Where the table is.
        key: Its primary key.
        text: The column.
        only: What holds of the rows that are meant; of all, if there is nothing.

    Raises:
        ContractInvalid: The database cannot be used by this release or user.
        Infrastructure: The database does not answer.
    """
    first = select(*key, text).where(text.is_not(None), *only).order_by(*key).limit(_PAGE)
    rows = await _page(database, first)
    while rows:
        yield [row[-1] for row in rows]
        last = tuple_(*rows[-1][:-1])
        rows = await _page(database, first.where(tuple_(*key) > last))


async def _page(database: Database, statement: Select[Any]) -> Sequence[Row[Any]]:
    def read(connection: Connection) -> Sequence[Row[Any]]:
        return connection.execute(statement).all()

    return await database.transact(read)
