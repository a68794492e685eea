"""Tests of `activities/publish/outbox`, without a server."""
