"""Tests of `domain/reading`, without a server."""
