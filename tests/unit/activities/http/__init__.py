"""Calls to servers of somebody else."""
