"""Tests of `console/commands`, without a server."""
