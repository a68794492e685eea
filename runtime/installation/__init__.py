"""What makes workers one installation: memories that belong together, and settings they share."""
