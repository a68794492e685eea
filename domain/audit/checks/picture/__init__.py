"""Checks of a creative's pixels and of its file."""
