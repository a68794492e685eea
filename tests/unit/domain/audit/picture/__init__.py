"""Tests of `domain/audit/picture`, without a server."""
