"""Tests of `runtime/erasure`, without a server."""
