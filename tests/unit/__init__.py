"""Promises that need no server."""
