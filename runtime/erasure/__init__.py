"""The erasure of a tenant: what is held of it, what goes, and what has to stay."""
