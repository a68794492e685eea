"""Tests of `contracts`, without a server."""
