"""Tests of `domain/text`, without a server."""
