"""Tests of `activities/publish/webhook`, without a server."""
