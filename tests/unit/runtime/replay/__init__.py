"""Tests of `runtime/replay`, without a server."""
