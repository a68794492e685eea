"""Checks of the words."""
