"""The outbox: a folder that people can look at and programs can read."""
