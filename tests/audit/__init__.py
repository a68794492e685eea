"""A labelled corpus of creatives and copies, and how well each check of the audit judges it."""
