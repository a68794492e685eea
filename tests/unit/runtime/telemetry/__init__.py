"""Tests of what a worker shows of itself."""
