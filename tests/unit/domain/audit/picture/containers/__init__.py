"""Tests of the files that pictures come in."""
