"""Tests of `activities/strategy`, without a server."""
