"""Schedules: campaigns that run again and again, each slot once."""
