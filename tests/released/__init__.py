"""What must not change from one release to the next."""
