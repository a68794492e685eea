"""Campaigns begun under older code run on under this code."""
