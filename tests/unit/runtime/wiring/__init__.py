"""Tests of `runtime/wiring`, without a server."""
