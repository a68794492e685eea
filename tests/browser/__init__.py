"""What people and axe-core see in a real browser."""
