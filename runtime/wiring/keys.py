"""Which key the auditor signs with: an operator's own, or one for development in the home."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress

from activities.audit.keys import (
    AuditorKey,
    is_missing,
    load_key,
    load_or_make_key,
    stand_in,
)
from contracts import ContractInvalid
from runtime.files.closed import refuse_exposed
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, Settings


def auditor_key(settings: Settings, say: Say) -> AuditorKey:
    """Return the key that reports are signed with, and say when it had to be made.

    Only at the default place below the home, a missing key is made: a path that was set and leads
    nowhere is a mistake, and a new key in its place would be one that nobody trusts.

    Raises:
        ContractInvalid: It cannot be read or made, or others can read an operator's own.
    """
    if not will_make_key(settings):
        return existing_key(settings)
    key = load_or_make_key(settings.auditor_key)
    say(
        f"made a development key at {settings.auditor_key}: nobody vouches for it; before real "
        f"use, set {ENV_PREFIX}AUDITOR_KEY"
    )
    return key


@contextmanager
def kept_if_used(settings: Settings) -> Generator[None]:
    """Take a development key away again that was made in a block which ends with a refusal.

    Nothing was signed with it, and where a worker was started by mistake nothing is to be found.
    """
    was_there = not settings.has_default_key or os.path.exists(settings.auditor_key)  # noqa: PTH110 - it never raises
    try:
        yield
    except WrongUse:
        if not was_there:
            with suppress(OSError):
                settings.auditor_key.unlink()
                settings.auditor_key.parent.rmdir()
        raise


def planning_key(settings: Settings) -> AuditorKey:
    """Return the same key for a plan, which makes none but signs with a stand-in.

    Raises:
        ContractInvalid: As for `auditor_key`.
    """
    return stand_in() if will_make_key(settings) else existing_key(settings)


def will_make_key(settings: Settings) -> bool:
    """Tell whether a worker would make a development key.

    Raises:
        ContractInvalid: Nobody can tell.
    """
    return settings.has_default_key and is_missing(settings.auditor_key)


def existing_key(settings: Settings) -> AuditorKey:
    """Return the key that is there, unless it is an operator's own and others can read it.

    Raises:
        ContractInvalid: As for `auditor_key`.
    """
    try:
        key = load_key(settings.auditor_key)
        if not key.development:
            path = settings.auditor_key
            refuse_exposed(path, f"the auditor's key {path}", "signs reports in its name")
    except ContractInvalid as error:
        if settings.has_default_key:
            raise
        raise ContractInvalid(f"{ENV_PREFIX}AUDITOR_KEY: {error}") from error
    return key
