"""Tests of `runtime/ledger`, without a server."""
