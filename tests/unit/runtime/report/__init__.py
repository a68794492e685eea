"""Putting a campaign's report together."""
