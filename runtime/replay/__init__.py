"""Playing histories again under this code, to see whether it goes their way."""
