"""Tests of `activities/ledger`, without a server."""
