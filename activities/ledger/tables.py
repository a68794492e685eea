"""The ledger's tables as this release reads and writes them; `migrations.py` makes them."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Double,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

_METADATA: Final = MetaData()

IDENTITY: Final = Table(
    "identity",
    _METADATA,
    Column("one", Integer, primary_key=True),
    Column("id", String(36), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("machine", String(64)),
    Column("inode", String(20)),
    Column("known_as", Text),
    Column("is_backup", Integer, nullable=False),
)
"""One row: which ledger this is, how often it was restored, and which file on which machine."""

EXECUTIONS: Final = Table(
    "executions",
    _METADATA,
    Column("execution_id", String(36), primary_key=True),
    Column("request_sha256", String(64)),
    Column("epoch", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
)
"""One row per execution; its epoch is that in which it was first opened."""

BEFORE_THE_FIRST: Final = 0
"""The epoch of an execution of whose beginning the ledger knows nothing."""

CONCLUSIONS: Final = Table(
    "conclusions",
    _METADATA,
    Column("execution_id", String(36), primary_key=True),
    Column("run_id", String(64), primary_key=True),
    Column("number", Integer, nullable=False),
    Column("concluded_at", DateTime(timezone=True)),
    Column("outcome", Text, nullable=False),
)
"""How each run of an execution ended, numbered in the order in which they did. The database says
when, by itself; version 1 did not know of every execution."""

STEPS: Final = Table(
    "steps",
    _METADATA,
    Column("step_key", String(300), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("input_sha256", String(64), nullable=False),
    Column("status", String(8), nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("holder", String(200), nullable=False),
    Column("lease_until", Double, nullable=False),
    Column("lease_seconds", Double, nullable=False),
    Column("call_seconds", Double),
    Column("calls", Integer, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("result", Text),
    Column("changed_at", Double, nullable=False),
)
"""One row per step and revision; moments are Unix seconds of the database's clock.

`call_seconds` is the time limit of a call whose outcome is open. `epoch` is the one since which
every call of the step is on record.
"""

RECIPIENTS: Final = Table(
    "recipients",
    _METADATA,
    Column("step_key", String(300), primary_key=True),
    Column("recipient", String(64), primary_key=True),
    Column("status", String(9), nullable=False),
    Column("changed_at", Double, nullable=False),
)
"""One row per publication and recipient, who is named by a digest alone."""

STOPS: Final = Table(
    "stops",
    _METADATA,
    Column("name", String(40), primary_key=True),
    Column("tenant_id", String(36)),
    Column("channel", String(32)),
    Column("why", Text, nullable=False),
    Column("set_by", String(300), nullable=False),
    Column("set_at", Double, nullable=False),
    Column("lifted_by", String(300)),
    Column("lifted_at", Double),
)
"""One row per emergency stop, for ever; one that was lifted stops nothing."""

OWN_STORE: Final = Table(
    "own_store",
    _METADATA,
    Column("one", Integer, primary_key=True),
    Column("id", String(36), nullable=False),
    Column("known_as", Text, nullable=False),
)
"""At most one row: in which artefact store lies what the ledger refers to."""

WORKERS: Final = Table(
    "workers",
    _METADATA,
    Column("id", String(36), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("settings", Text, nullable=False),
    Column("seen_at", Double, nullable=False),
)
"""One row per worker that takes work, with the settings that all of them have to share."""
