"""Code that touches the outside world: one package per stage, and what they share."""
