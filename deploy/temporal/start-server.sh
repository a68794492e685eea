#!/bin/sh
# Starts the image's own entry point with the password that deploy/make-secrets.sh made.
set -eu

POSTGRES_PWD=$(cat "$POSTGRES_PASSWORD_FILE")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
