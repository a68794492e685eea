"""Files of payload keys for tests."""

import base64
import os
from pathlib import Path


def write_keys(path: Path, current: str, **keys: bytes) -> Path:
    """Write a file of keys that nobody else can read; a key that is not given is made."""
    known = {current: os.urandom(32)} | keys
    lines = [f'current = "{current}"', "[keys]"]
    lines += [f'"{name}" = "{base64.b64encode(key).decode()}"' for name, key in known.items()]
    path.touch(mode=0o600)
    path.write_text("\n".join(lines))
    return path
