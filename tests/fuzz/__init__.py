"""Strangers' files by the hundred thousand: mutated pictures and feeds, read as campaigns do.

`python -m tests.fuzz` runs them in processes of their own; a few of each kind run with the tests.
"""
