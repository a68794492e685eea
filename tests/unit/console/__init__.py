"""Tests of `console`, without a server."""
