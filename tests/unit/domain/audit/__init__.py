"""Tests of `domain/audit`, without a server."""
