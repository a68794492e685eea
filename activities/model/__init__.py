"""Language models: what they are asked, and what is taken of their answers."""
