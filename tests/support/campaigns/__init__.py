"""Campaigns and their parts, filled in as far as they do not matter."""
