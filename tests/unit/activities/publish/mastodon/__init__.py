"""Tests of `activities/publish/mastodon`."""
