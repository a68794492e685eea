#!/bin/sh
# Creates the ledger's role and database, where they are missing.
set -eu

# A ledger in a file, as this Compose file had it once, says what is out: it is never left behind.
if [ -s "${PHOENIX_HOME:-/var/lib/phoenix}/ledger.db" ]; then
    echo "there is a ledger in the volume phoenix (ledger.db): let its campaigns end with the former" \
        "docker-compose.yml, or keep PHOENIX_LEDGER_URL=sqlite:////var/lib/phoenix/ledger.db" >&2
    exit 2
fi
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
