"""Creatives, orders and reports for whoever tests the auditor."""
