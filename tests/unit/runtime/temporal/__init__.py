"""Tests of `runtime/temporal`, without a server."""
