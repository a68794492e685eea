"""LEARN: what a campaign did, in numbers."""
