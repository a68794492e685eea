"""The audit of files and of reports outside any campaign."""
