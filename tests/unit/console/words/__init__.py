"""Tests of `console/words`, without a server."""
