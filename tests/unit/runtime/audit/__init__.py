"""Tests of `runtime/audit`, without a server."""
