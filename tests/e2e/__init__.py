"""Promises that only real processes and a real server can keep."""
