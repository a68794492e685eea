"""The key under which a channel knows a publication."""

import hashlib


def idempotency_key(step_key: str) -> str:
    """Return the key of a publication: the SHA-256 of its step key, in hexadecimal.

    It is equal for every attempt, process and run, so a receiver can tell a repetition by it.
    """
    return hashlib.sha256(step_key.encode()).hexdigest()
