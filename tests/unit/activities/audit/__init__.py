"""Tests of `activities/audit`, without a server."""
