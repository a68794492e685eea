"""Tests of `runtime`, without a server."""
