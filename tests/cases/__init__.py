"""Small inputs of awkward kinds, and sound ones beside them, each with what is right."""
