"""Tests of `runtime/installation`, without a server."""
