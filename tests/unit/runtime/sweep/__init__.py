"""Tests of `runtime/sweep`, without a server."""
