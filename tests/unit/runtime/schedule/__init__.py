"""Tests of `runtime/schedule`, without a server."""
