"""PUBLISH: the ways to the public."""
