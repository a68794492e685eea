"""Stored artefacts that nothing refers to."""
