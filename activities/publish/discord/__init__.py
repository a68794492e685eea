"""Discord: a channel's incoming webhook."""
