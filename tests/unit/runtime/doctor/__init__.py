"""Tests of `runtime/doctor`, without a server."""
