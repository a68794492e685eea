"""Whole campaigns on a time-skipping server."""
