"""The Temporal server and the worker that need no set-up."""
