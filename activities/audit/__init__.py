"""QUALITY_AUDIT: what is checked before anything goes out."""
