"""Tests of `runtime/embedded`, without a server."""
