"""Calls to servers of somebody else, and what is certain after each of them."""
