"""Tests of `domain/audit/checks/picture`, without a server."""
