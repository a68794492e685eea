"""Mastodon, and servers that speak its API: one account of the operator's."""
