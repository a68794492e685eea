"""Tests of `domain`, without a server."""
