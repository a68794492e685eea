"""Small inputs that were read wrongly once, each with what is right."""
