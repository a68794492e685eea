"""Secrets that are planted, the servers that repeat them, and what finds them."""
