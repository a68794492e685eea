"""Tests of `runtime/payloads`, without a server."""
