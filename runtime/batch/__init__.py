"""Many campaigns from one file."""
