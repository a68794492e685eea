"""The proof of exactly once: faults by plan, and an independent account of what they did."""
