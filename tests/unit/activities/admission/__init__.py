"""Tests of `activities/admission`, without a server."""
