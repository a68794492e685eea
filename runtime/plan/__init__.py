"""A campaign without its effects."""
