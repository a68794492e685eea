"""What workflow code may come to run, read from the sources: which functions, and what they use."""
