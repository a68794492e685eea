"""Measurements that are run by hand; only ratios of one run mean anything."""
