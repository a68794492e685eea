"""Tests of `activities/publish/bluesky`."""
