"""The outbox: folders that people can look at and programs can read, one for each tenant."""
