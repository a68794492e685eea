"""Publications, publishers and what they publish into."""
