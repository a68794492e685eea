"""Telegram: a channel or group in which a bot may post."""
