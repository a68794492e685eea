"""Tests of `activities/publish`, without a server."""
