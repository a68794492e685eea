#!/bin/sh
# Makes passwords and keys on first use, each readable by the one user who needs it and by root.
set -eu

secrets=${PHOENIX_SECRETS:-/run/phoenix-secrets}
temporal=1000
phoenix=10001
umask 077

random() { od -An -N 32 -t x1 /dev/urandom | tr -d ' \n'; }

# What is on standard input becomes a user's file, unless there is one.
keep() {
    if [ ! -s "$secrets/$1" ]; then
        cat >"$secrets/$1.new"
        chown "$2:$2" "$secrets/$1.new"
        mv "$secrets/$1.new" "$secrets/$1"
    fi
}

chown "$temporal:$temporal" "$secrets"
random | keep postgres-password "$temporal"
random | keep ledger-password root
echo "postgresql:5432:phoenix:phoenix:$(cat "$secrets/ledger-password")" | keep ledger.pgpass "$phoenix"
keep payload-keys.toml "$phoenix" <<END
current = "first"

[keys]
first = "$(head -c 32 /dev/urandom | base64)"
END
keep codec-tokens.toml "$phoenix" <<END
[tokens]
operator = "$(random)"
END
