"""Tests of `console/tables`, without a server."""
