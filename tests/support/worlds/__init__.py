"""Surroundings that code is run in: a server, a worker, a database, a stage."""
