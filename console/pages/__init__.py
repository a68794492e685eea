"""Answers as pages that lie in one file."""
