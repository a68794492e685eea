"""Which channels are published through what, as one TOML file says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr, ValidationError

from activities.publish.kind import PublisherKind, PublisherTools
from activities.publish.registry import DEFAULT, KINDS
from activities.publish.routing import ChannelPublishers, Route
from activities.secret_variables import secrets_of
from contracts import Contract, ContractInvalid, explain
from domain.platforms import known_placements
from domain.toml import read_toml

_SECTIONS: Final = "the sections are [default] and [channels.<name>]"
_DEFAULT: Final = "default"
_CHANNELS: Final = "channels"
_KIND: Final = "publisher"

Kinds = Mapping[str, PublisherKind[Any]]


@dataclass(frozen=True)
class _Chosen:
    """A publisher that can be built: its settings fit, and its secrets are there."""

    kind: PublisherKind[Any]
    settings: Contract
    secrets: Mapping[str, SecretStr]

    def build(self, tools: PublisherTools) -> Route:
        publisher = self.kind.build(self.settings, replace(tools, secrets=self.secrets))
        return Route(self.kind.name, publisher)


class _Faulty(Exception):
    """What is wrong with one section."""


def build_publishers(
    settings_file: Path,
    tools: PublisherTools,
    environ: Mapping[str, str],
    kinds: Kinds = KINDS,
    *,
    must_exist: bool = False,
) -> ChannelPublishers:
    """Return the publishers that a file names; without one, the default serves every channel.

    `docs/channels.md` describes the file. Secrets are not in it: it names the variables of
    `environ` that hold them, and each publisher is given those of its own section.

    Args:
        settings_file: The file.
        tools: What publishers may use; the secrets are added here.
        environ: The environment's variables.
        kinds: The kinds that the file may name.
        must_exist: Whether a file that is not there is a mistake.

    Raises:
        ContractInvalid: The file or a variable does not fit. The message names file, channel and
            field, says what would be right, and never shows a secret.
    """
    chosen = {_DEFAULT: _Chosen(DEFAULT, DEFAULT.settings(), {})}
    chosen |= _all_chosen(settings_file, environ, kinds, must_exist=must_exist)
    # Nothing is opened before everything fits.
    routes = _built(chosen, tools)
    default = routes.pop(_DEFAULT)
    return ChannelPublishers(
        default, {name.removeprefix(f"{_CHANNELS}."): route for name, route in routes.items()}
    )


def variables_named(
    settings_file: Path, environ: Mapping[str, str], *, must_exist: bool = False
) -> set[str]:
    """Return the variables whose secrets a file names, when everything in it fits.

    Raises:
        ContractInvalid: As for `build_publishers`.
    """
    chosen = _all_chosen(settings_file, environ, KINDS, must_exist=must_exist)
    return {variable for one in chosen.values() for variable in one.secrets}


def _all_chosen(
    file: Path, environ: Mapping[str, str], kinds: Kinds, *, must_exist: bool
) -> dict[str, _Chosen]:
    chosen: dict[str, _Chosen] = {}
    for name, section in _sections(file, must_exist=must_exist).items():
        try:
            chosen[name] = _chosen(name, section, environ, kinds)
        except _Faulty as error:
            raise _invalid(file, f"{name}: {error}") from error
    return chosen


def _built(chosen: Mapping[str, _Chosen], tools: PublisherTools) -> dict[str, Route]:
    """Build what was chosen; sections that say the same share one publisher."""
    built: list[tuple[_Chosen, Route]] = []
    routes: dict[str, Route] = {}
    for name, one in chosen.items():
        route = next((known for same, known in built if same == one), None) or one.build(tools)
        built.append((one, route))
        routes[name] = route
    return routes


def _sections(file: Path, *, must_exist: bool) -> dict[str, Any]:
    """Return what stands under `default` and under each `channels.<name>`."""
    try:
        found = read_toml(file.read_bytes(), f"The channels file {file}")
    except FileNotFoundError as error:
        if must_exist:
            raise ContractInvalid(f"The channels file {file} does not exist.") from error
        return {}
    except OSError as error:
        raise ContractInvalid(f"The channels file {file} cannot be read: {error}.") from error
    sections = {_DEFAULT: found.pop(_DEFAULT)} if _DEFAULT in found else {}
    channels = found.pop(_CHANNELS, {})
    if found:
        raise _invalid(file, f"{', '.join(found)}: is no section; {_SECTIONS}")
    if not isinstance(channels, dict):
        raise _invalid(file, f"{_CHANNELS}: must be a table; {_SECTIONS}")
    known = sorted({placement.channel for placement in known_placements()})
    for name, section in channels.items():
        if name not in known:
            raise _invalid(
                file,
                f"{_CHANNELS}.{name}: there is no such channel; the channels are "
                f"{', '.join(known)}",
            )
        sections[f"{_CHANNELS}.{name}"] = section
    return sections


def _chosen(where: str, section: Any, environ: Mapping[str, str], kinds: Kinds) -> _Chosen:
    """Return the publisher that a section describes, before anything of it is opened."""
    name = section.get(_KIND) if isinstance(section, dict) else None
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        raise _Faulty(f"{_KIND}: must be one of {', '.join(sorted(kinds))}")
    if kind.limits is not None and where != f"{_CHANNELS}.{kind.limits}":
        raise _Faulty(
            f"{_KIND}: {name} publishes what was made for the channel {kind.limits}, so it "
            f"belongs into [{_CHANNELS}.{kind.limits}]"
        )
    try:
        settings = kind.settings.model_validate(
            {field: value for field, value in section.items() if field != _KIND}
        )
    except ValidationError as error:
        what = explain(error).replace("the whole: ", "")
        if any(fault["type"] == "extra_forbidden" for fault in error.errors()):
            what += f"; the fields are {', '.join([*kind.settings.model_fields, _KIND])}"
        # The cause would show what was given, and that may be a secret in the wrong place.
        raise _Faulty(what) from None
    try:
        return _Chosen(kind, settings, secrets_of(settings, environ))
    except ValueError as error:
        raise _Faulty(str(error)) from error


def _invalid(file: Path, what: str) -> ContractInvalid:
    return ContractInvalid(f"The channels file {file} is invalid: {what}.")
