"""Tests of `activities/content`, without a server."""
