"""Tests of `console/pages`, without a server."""
