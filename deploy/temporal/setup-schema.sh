#!/bin/sh
# Creates Temporal's databases, or brings them to the schema of this image. Doing it again changes nothing.
set -eu

SQL_PASSWORD=$(cat "$POSTGRES_PASSWORD_FILE")
export SQL_PASSWORD

for database in temporal:temporal temporal_visibility:visibility; do
    name=${database%%:*}
    schema=${database##*:}
    set -- --plugin postgres12 --ep "$POSTGRES_SEEDS" -p "$DB_PORT" -u "$POSTGRES_USER" --db "$name"
    temporal-sql-tool "$@" create
    temporal-sql-tool "$@" setup-schema -v 0.0
    temporal-sql-tool "$@" update-schema -d "/etc/temporal/schema/postgresql/v12/$schema/versioned"
done
