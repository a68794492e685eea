"""Tests of `domain/audit/checks/campaign`, without a server."""
