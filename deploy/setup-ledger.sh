#!/bin/sh
# Creates the ledger's role and database, where they are missing.
set -eu

secrets=${PHOENIX_SECRETS:-/run/phoenix-secrets}
PGPASSWORD=$(cat "$secrets/postgres-password")
export PGPASSWORD
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --set password="$(cat "$secrets/ledger-password")" <<'END'
SELECT format('CREATE ROLE phoenix LOGIN PASSWORD %L', :'password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'phoenix') \gexec
SELECT 'CREATE DATABASE phoenix OWNER phoenix'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'phoenix') \gexec
END
