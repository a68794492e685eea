"""QUALITY_AUDIT: everything that is checked before a campaign goes out."""
