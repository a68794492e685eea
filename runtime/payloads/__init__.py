"""Payloads in cipher: the keys, the codec that every client and worker has, and its server."""
