"""This release beside the next one."""
