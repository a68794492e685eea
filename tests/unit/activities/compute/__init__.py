"""Tests of `activities/radar`, without a server."""
