"""The ledger as a whole: where it may be, its upkeep, and the emergency stops in it."""
