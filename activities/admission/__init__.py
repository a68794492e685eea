"""Admission and conclusion: what is known of an execution outside its run."""
