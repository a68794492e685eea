"""Stored artefacts that nothing refers to, and rows of the ledger that nothing needs."""
