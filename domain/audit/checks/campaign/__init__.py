"""Checks of the campaign as a whole."""
