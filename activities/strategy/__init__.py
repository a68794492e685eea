"""STRATEGY_GEN: the brief that everything after it keeps to."""
