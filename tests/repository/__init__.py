"""The repository itself: structure, documents, examples."""
