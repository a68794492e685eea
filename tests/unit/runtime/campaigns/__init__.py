"""Tests of `runtime/campaigns`, without a server."""
