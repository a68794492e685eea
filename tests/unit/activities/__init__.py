"""Tests of `activities`, without a server."""
