#!/bin/sh
# Makes the database's password on first use, readable by Temporal's user (1000) and by root only.
set -eu

secret=/run/phoenix-secrets/postgres-password
if [ -s "$secret" ]; then
    exit 0
fi
umask 077
od -An -N 32 -t x1 /dev/urandom | tr -d ' \n' >"$secret.new"
chown 1000:1000 /run/phoenix-secrets "$secret.new"
mv "$secret.new" "$secret"
