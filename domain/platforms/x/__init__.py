"""X's own way of counting."""
