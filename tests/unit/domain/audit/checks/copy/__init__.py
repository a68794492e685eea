"""Tests of `domain/audit/checks/copy`, without a server."""
