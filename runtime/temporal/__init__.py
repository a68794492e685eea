"""Temporal as Phoenix uses it: connection, converter, attributes, errors."""
