"""Tests of `runtime/batch`, without a server."""
