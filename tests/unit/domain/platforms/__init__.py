"""Tests of `domain/platforms`, without a server."""
