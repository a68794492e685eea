"""How the ledger's tables came about, version by version, and which releases can use which.

Rule 1: a version adds, and takes nothing away that an older release reads: so a ledger can be
migrated before its workers are replaced, and they can go back.
Rule 2: a version that was released is never changed, only followed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, inspect, text

from activities.ledger.unusable import Unusable


@dataclass(frozen=True)
class Migration:
    """What one version adds to the one before."""

    oldest: int | None
    """The oldest version whose release can go on using the tables. It is noted in the ledger, so
    that a release can tell of a version it does not know; the first one had no place for it."""
    statements: tuple[str, ...]
    """In the words that SQLite and PostgreSQL share."""


MIGRATIONS: Final = (
    Migration(
        oldest=None,
        statements=(
            """CREATE TABLE IF NOT EXISTS executions (
                execution_id VARCHAR(36) NOT NULL PRIMARY KEY,
                request_sha256 VARCHAR(64),
                opened_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
                concluded_at TIMESTAMP WITH TIME ZONE,
                outcome TEXT,
                duplicates INTEGER DEFAULT 0 NOT NULL
            )""",
            """CREATE TABLE IF NOT EXISTS steps (
                step_key VARCHAR(300) NOT NULL,
                revision INTEGER NOT NULL,
                input_sha256 VARCHAR(64) NOT NULL,
                status VARCHAR(8) NOT NULL,
                token BIGINT NOT NULL,
                holder VARCHAR(200) NOT NULL,
                lease_until DOUBLE PRECISION NOT NULL,
                call_until DOUBLE PRECISION,
                calls INTEGER DEFAULT 0 NOT NULL,
                result TEXT,
                changed_at DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (step_key, revision)
            )""",
        ),
    ),
    Migration(
        # Version 1 keeps an execution's one outcome, and an open call's end, where nobody looks.
        oldest=2,
        statements=(
            "ALTER TABLE schema_versions ADD COLUMN oldest INTEGER",
            """CREATE TABLE identity (
                one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
                id VARCHAR(36) NOT NULL,
                epoch INTEGER NOT NULL,
                machine VARCHAR(64),
                inode VARCHAR(20),
                known_as TEXT,
                is_backup INTEGER DEFAULT 0 NOT NULL
            )""",
            """CREATE TABLE conclusions (
                execution_id VARCHAR(36) NOT NULL,
                run_id VARCHAR(64) NOT NULL,
                number INTEGER NOT NULL,
                concluded_at TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
                outcome TEXT NOT NULL,
                PRIMARY KEY (execution_id, run_id),
                UNIQUE (execution_id, number)
            )""",
            """INSERT INTO conclusions (execution_id, run_id, number, concluded_at, outcome)
                SELECT execution_id, '', 1, concluded_at, outcome
                FROM executions WHERE outcome IS NOT NULL""",
            "ALTER TABLE executions ADD COLUMN epoch INTEGER DEFAULT 1 NOT NULL",
            "ALTER TABLE steps ADD COLUMN epoch INTEGER DEFAULT 1 NOT NULL",
            # The longest lease and the longest call that version 1 could have.
            "ALTER TABLE steps ADD COLUMN lease_seconds DOUBLE PRECISION DEFAULT 360 NOT NULL",
            "ALTER TABLE steps ADD COLUMN call_seconds DOUBLE PRECISION",
            "UPDATE steps SET call_seconds = 120 WHERE call_until IS NOT NULL",
            """CREATE TABLE stops (
                name VARCHAR(40) NOT NULL PRIMARY KEY,
                tenant_id VARCHAR(36),
                channel VARCHAR(32),
                why TEXT NOT NULL,
                set_by VARCHAR(300) NOT NULL,
                set_at DOUBLE PRECISION NOT NULL,
                lifted_by VARCHAR(300),
                lifted_at DOUBLE PRECISION
            )""",
        ),
    ),
    Migration(
        oldest=2,
        statements=(
            """CREATE TABLE recipients (
                step_key VARCHAR(300) NOT NULL,
                recipient VARCHAR(64) NOT NULL,
                status VARCHAR(9) NOT NULL,
                changed_at DOUBLE PRECISION NOT NULL,
                PRIMARY KEY (step_key, recipient)
            )""",
        ),
    ),
    Migration(
        oldest=2,
        statements=(
            """CREATE TABLE own_store (
                one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
                id VARCHAR(36) NOT NULL,
                known_as TEXT NOT NULL
            )""",
            """CREATE TABLE workers (
                id VARCHAR(36) NOT NULL PRIMARY KEY,
                name VARCHAR(200) NOT NULL,
                settings TEXT NOT NULL,
                seen_at DOUBLE PRECISION NOT NULL
            )""",
        ),
    ),
)

CURRENT: Final = len(MIGRATIONS)
"""The version whose tables this release reads and writes."""


def version_of(connection: Connection) -> int:
    """Return the version of a ledger's tables, of those that this release knows; 0 without any.

    Raises:
        Unusable: They were made for newer releases, which left nothing for this one.
    """
    versions = _versions(connection)
    for version, oldest in sorted(versions.items()):
        if version > CURRENT and (oldest is None or oldest > CURRENT):
            raise Unusable(
                f"has version {version} and this release knows version {CURRENT}: use the newer "
                "release"
            )
    return max((version for version in versions if version <= CURRENT), default=0)


def migrate(connection: Connection, lock: str) -> None:
    """Bring the tables to this release's version, and give a new ledger its identity.

    Args:
        connection: In a transaction that has not done anything yet.
        lock: A statement that keeps others from changing tables until the transaction ends.

    Raises:
        Unusable: See `version_of`.
    """
    if version_of(connection) == CURRENT:
        return  # who may not change tables may ask for nothing
    connection.execute(text(lock))
    connection.execute(
        text("CREATE TABLE IF NOT EXISTS schema_versions (version INTEGER NOT NULL PRIMARY KEY)")
    )
    known = version_of(connection)
    for version, migration in enumerate(MIGRATIONS[known:], start=known + 1):
        for statement in migration.statements:
            connection.execute(text(statement))
        noted = {"version": version, "oldest": migration.oldest}
        connection.execute(text("INSERT INTO schema_versions (version) VALUES (:version)"), noted)
        if migration.oldest is not None:
            connection.execute(
                text("UPDATE schema_versions SET oldest = :oldest WHERE version = :version"), noted
            )
    connection.execute(
        text("INSERT INTO identity (one, id, epoch) VALUES (1, :id, 1) ON CONFLICT DO NOTHING"),
        {"id": str(uuid4())},
    )


def _versions(connection: Connection) -> Mapping[int, int | None]:
    if not inspect(connection).has_table("schema_versions"):
        return {}
    rows = connection.execute(text("SELECT * FROM schema_versions")).mappings()
    return {row["version"]: row.get("oldest") for row in rows}
