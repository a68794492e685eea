"""What the starter shows: tables, live progress, messages."""
