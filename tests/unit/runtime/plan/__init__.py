"""Tests of `runtime/plan`, without a server."""
