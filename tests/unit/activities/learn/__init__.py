"""Tests of `activities/learn`, without a server."""
