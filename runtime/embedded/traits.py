"""What a worker's behaviour depends on beyond its code, as digests that commands can compare.

Rule 1: a secret is digested under a key that lies beside the state, readable by its owner alone,
so that nobody finds it out by trying. Rule 2: a variable that a command does not have says
nothing: a second terminal without the secrets does not take them from the worker.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from runtime.home import open_private, usable
from runtime.settings import Settings

_PREFIXES: Final = ("AWS_", "SSL_CERT_", "TEMPORAL_")
"""How variables begin that a worker's libraries read: those of the artefact store, of certificates
and of the connection. Its own settings are `Settings`."""
_VARIABLE: Final = "variable "
_KEY_BYTES: Final = 32

Traits = Mapping[str, str]


def digest_key(folder: Path) -> bytes | None:
    """Return the key of the digests in a folder, or `None` while there is none."""
    with usable(folder):
        try:
            return (folder / "key").read_bytes()
        except FileNotFoundError:
            return None


def ensure_digest_key(folder: Path) -> bytes:
    """Return the key of the digests in a folder; make one first. Only who has the lock does it."""
    key = digest_key(folder)
    if key is None:
        key = secrets.token_bytes(_KEY_BYTES)
        with usable(folder), open_private(folder / "key", "wb") as file:
            file.write(key)
    return key


def traits_of(
    settings: Settings, code: str, key: bytes, environ: Mapping[str, str], named: set[str]
) -> dict[str, str]:
    """Return what a worker would be told apart by that started now.

    Args:
        settings: Its settings.
        code: A digest of its code.
        key: What secrets are digested under.
        environ: The variables that it would have.
        named: Variables that its files name.
    """

    def digest(*parts: bytes) -> str:
        whole = b"".join(hashlib.sha256(part).digest() for part in parts)
        return hmac.new(key, whole, "sha256").hexdigest()

    said = sorted(settings.model_dump(exclude={"ready_file", "command_metrics"}).items())
    found = {
        "code": code,
        "settings": digest(*(os.fsencode(f"{name}={value}") for name, value in said)),
        "channels": digest(_content(settings.channels)),
        "providers": digest(_content(settings.providers)),
        "auditor's key": digest(_content(settings.auditor_key)),
    }
    for name in sorted(named | {name for name in environ if name.startswith(_PREFIXES)}):
        if name in environ:
            found[_VARIABLE + name] = digest(os.fsencode(environ[name]))
    return found


def variables_in(traits: Traits) -> set[str]:
    """Return the variables that a worker was started with and depends on."""
    return {name.removeprefix(_VARIABLE) for name in traits if name.startswith(_VARIABLE)}


def differs(running: Traits, wanted: Traits) -> bool:
    """Tell whether a running worker is another one than would be started now."""
    said = running.keys() | wanted.keys()
    return any(
        running.get(name) != wanted.get(name)
        for name in said
        if name in wanted or not name.startswith(_VARIABLE)
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        return f"unreadable: {error.errno}".encode()
