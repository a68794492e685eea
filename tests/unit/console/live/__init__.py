"""Tests of `console/live`, without a server."""
