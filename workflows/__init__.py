"""Deterministic code only: the lifecycle, the gate and the campaign workflow."""
