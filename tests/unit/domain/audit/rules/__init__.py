"""Tests of `domain/audit/rules`, without a server."""
