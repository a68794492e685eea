"""Tests of `domain/audit/checks`, without a server."""
