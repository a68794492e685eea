"""What moves while a command waits."""
