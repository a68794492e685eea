"""Bluesky, and any other server of the AT Protocol: one account of the operator's."""
