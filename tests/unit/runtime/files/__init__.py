"""Tests of `runtime/files`, without a server."""
