"""A small world for every kind of publisher: one file each, called after the kind."""
