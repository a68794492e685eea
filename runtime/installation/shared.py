"""The settings that all workers of an installation have to share: one table, and its comparison.

Rule 1: no secret is among them, nor a digest of one: who reads the ledger could try against it.
Rule 2: of what may be long, or lead somewhere, people are shown the beginning; the rest is compared
by a digest that nobody is shown.
"""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from activities.ports import KnownWorker
from contracts import TenantPolicy
from runtime.payloads.codec import payload_codec
from runtime.settings import Settings
from runtime.wiring.channels import sections_of
from runtime.wiring.composition import provider_choices
from runtime.wiring.keys import existing_key
from runtime.wiring.policies import tenant_policies

Values = Mapping[str, str]
"""By the setting's name: what people are shown, and behind `_HIDDEN` what is compared besides."""

_NOTHING: Final[Values] = MappingProxyType({})
_HIDDEN: Final = "\n"
_LONGEST: Final = 60
"""Characters of a value that are shown whole."""
_OF_ANOTHER: Final = "a setting of another release"
_NOT_SET: Final = "not set"
_KINDS: Final = ("publisher", "provider", "policy")
"""The fields by which a section says of which kind it is, or that it is there."""


@dataclass(frozen=True)
class Shared:
    """Something that all workers share."""

    name: str
    """How the names of its settings begin."""
    variable: str
    """The setting that says where it is, for people who look for it."""
    read: Callable[[Settings], Values]
    """Raises `ContractInvalid` or `WrongUse` where it cannot be used."""
    is_live: bool = False
    """Whether a worker takes up what is changed while it works."""
    has_commands: bool = False
    """Whether every command needs the same, too."""


def shared_by(settings: Settings, *, live: bool | None = None) -> Values:
    """Return what a worker with these settings shares with all others.

    Args:
        settings: Where everything is.
        live: Only what is taken up while it works, or only what is not; both by default.

    Raises:
        ContractInvalid: A file does not fit.
        WrongUse: As well.
    """
    chosen = [one for one in SHARED if live is None or one.is_live == live]
    return {name: value for one in chosen for name, value in one.read(settings).items()}


def shared_by_commands(settings: Settings) -> Values:
    """Return what a command with these settings shares with all workers.

    Raises:
        WrongUse: A file does not fit.
    """
    chosen = [one for one in SHARED if one.has_commands]
    return {name: value for one in chosen for name, value in one.read(settings).items()}


def contradictions(workers: Sequence[KnownWorker], here: Values = _NOTHING) -> list[str]:
    """Return a sentence for every setting that is not shared, with the values of all.

    Args:
        workers: All that are there.
        here: What the command has that compares them, as far as commands share anything.
    """
    names = sorted({name for worker in workers for name in worker.settings})
    asking = KnownWorker(uuid4(), "this command", here)
    sharing = {name: [*workers, asking] if name in here else workers for name in names}
    return [
        _sentence(name, those)
        for name, those in sharing.items()
        if len({one.settings.get(name) for one in those}) > 1
        and not _is_said_by_its_section(name, those)
    ]


def _sentence(name: str, workers: Sequence[KnownWorker]) -> str:
    by_value: dict[str | None, list[str]] = {}
    for worker in workers:
        by_value.setdefault(worker.settings.get(name), []).append(worker.name)
    told = [
        f"{_NOT_SET if value is None else value.partition(_HIDDEN)[0]} ({', '.join(who)})"
        for value, who in by_value.items()
    ]
    variable = next((one.variable for one in SHARED if name.startswith(one.name)), _OF_ANOTHER)
    return (
        f"workers do not share {name}: {' and '.join(told)}; give all of them the same "
        f"({variable}), and start anew those that have a former one"
    )


def _is_said_by_its_section(name: str, workers: Sequence[KnownWorker]) -> bool:
    """Tell whether the field's section is missing somewhere, or of another kind there."""
    section, _, field = name.rpartition(".")
    return field not in _KINDS and len({_kind_of(section, worker) for worker in workers}) > 1


def _kind_of(section: str, worker: KnownWorker) -> str | None:
    found = (worker.settings.get(f"{section}.{field}") for field in _KINDS)
    return next((kind for kind in found if kind is not None), None)


def _channels(settings: Settings) -> Values:
    must_exist = not settings.has_default_channels
    return _fields("channels", sections_of(settings.channels, os.environ, must_exist=must_exist))


def _providers(settings: Settings) -> Values:
    return _fields("providers", provider_choices(settings).sections())


def _auditor(settings: Settings) -> Values:
    return {"auditor.key": existing_key(settings).auditor.key_id}


def _payloads(settings: Settings) -> Values:
    codec = payload_codec(settings.payload_keys)
    return {"payloads.current": "none, in clear text" if codec is None else codec.current}


def _tenants(settings: Settings) -> Values:
    sections = {
        owner: _policy(policy, lets_unknown_in=unknown)
        for owner, policy, unknown in tenant_policies(settings).written()
    }
    return _fields("tenants", sections)


def _policy(policy: TenantPolicy, *, lets_unknown_in: bool) -> Mapping[str, Any]:
    """Return what a policy says; what it leaves out is not kept for thousands of tenants."""
    said = policy.model_dump(mode="json", exclude={"source"}, exclude_defaults=True)
    return (
        {"policy": "written"} | said | ({"unknown_tenants": "allowed"} if lets_unknown_in else {})
    )


SHARED: Final = (
    Shared("channels", "PHOENIX_CHANNELS", _channels),
    Shared("providers", "PHOENIX_PROVIDERS", _providers),
    Shared("auditor", "PHOENIX_AUDITOR_KEY", _auditor),
    Shared("payloads", "PHOENIX_PAYLOAD_KEYS", _payloads, is_live=True, has_commands=True),
    Shared("tenants", "PHOENIX_TENANTS", _tenants, is_live=True),
)


def _fields(prefix: str, sections: Mapping[str, Mapping[str, Any]]) -> Values:
    return {
        f"{name if name.startswith(prefix) else f'{prefix}.{name}'}.{field}": _told(value)
        for name, section in sections.items()
        for field, value in section.items()
    }


def _told(value: Any) -> str:
    if value is None:
        return _NOT_SET
    if isinstance(value, bool | int | float):
        return json.dumps(value)
    if isinstance(value, list):
        return _short(", ".join(map(_told, value)))
    if not isinstance(value, str):
        return _short(json.dumps(value, sort_keys=True))
    if "://" in value:
        # What stands before the host and behind the path may be a secret in the wrong place.
        parts = urlsplit(value)
        where = f"{parts.scheme}://{parts.hostname or ''}"
        return f"{where}…{_HIDDEN}{_digest(f'{parts.port}{parts.path}')}"
    return _short(value)


def _short(text: str) -> str:
    is_shown = len(text) <= _LONGEST and text.isprintable()
    return text if is_shown else f"…{_HIDDEN}{_digest(text)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
