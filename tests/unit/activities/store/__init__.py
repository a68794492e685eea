"""Tests of `activities/store`, without a server."""
