"""Where providers' memories are kept."""
