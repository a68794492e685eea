"""Tests of `activities/publish/email`."""
