"""Tests of `workflows`, without a server."""
