"""Which channels are published through what, as one TOML file says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from activities.publish.kind import PublisherKind, PublisherTools
from activities.publish.registry import DEFAULT, KINDS
from activities.publish.routing import ChannelPublishers, Route
from contracts.repeating import repeated
from domain.platforms import known_placements
from runtime.wiring.sections import Chosen, Faulty, SectionsFile, chosen, kind_in

_SECTIONS: Final = "the sections are [default] and [channels.<name>]"
_DEFAULT: Final = "default"
_CHANNELS: Final = "channels"
_KIND: Final = "publisher"
_RATE: Final = "most_per_second"
_HIGHEST_RATE: Final = 10_000.0
_LOWEST_RATE: Final = 0.001

Kinds = Mapping[str, PublisherKind[Any]]


_Chosen = Chosen[PublisherKind[Any]]


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
    every = {_DEFAULT: _Chosen(DEFAULT, DEFAULT.settings(), {})}
    every |= _all_chosen(settings_file, environ, kinds, must_exist=must_exist)
    # Nothing is opened before everything fits.
    routes = _built(every, tools)
    default = routes.pop(_DEFAULT)
    return ChannelPublishers(
        default, {name.removeprefix(f"{_CHANNELS}."): route for name, route in routes.items()}
    )


@dataclass(frozen=True)
class Rates:
    """How many publications a second may begin on each channel, over all workers together."""

    usual: float | None = None
    """Of each channel that has no section; `None` is as many as there are."""
    by_channel: Mapping[str, float | None] = field(default_factory=dict[str, "float | None"])

    @property
    def has_any(self) -> bool:
        """Whether any channel has a rate."""
        return any(rate is not None for rate in (self.usual, *self.by_channel.values()))

    def of(self, channel: str) -> float | None:
        """Return the rate of a channel."""
        return self.by_channel.get(channel, self.usual)


def read_rates(settings_file: Path, *, must_exist: bool = False) -> Rates:
    """Return the rates that a file of channels says; without one there are none.

    Raises:
        ContractInvalid: A rate does not fit; the message names file and section.
    """
    file = SectionsFile(settings_file, _CHANNELS)
    rates: dict[str, float | None] = {}
    for name, section in _sections(file, must_exist=must_exist).items():
        try:
            rates[name.removeprefix(f"{_CHANNELS}.")] = _rate(section)
        except Faulty as error:
            raise file.invalid(f"{name}: {error}") from error
    return Rates(rates.pop(_DEFAULT, None), rates)


def sections_of(
    settings_file: Path, environ: Mapping[str, str], *, must_exist: bool = False
) -> Mapping[str, Mapping[str, Any]]:
    """Return what a file says of each section, whole: fields that it leaves out included.

    Raises:
        ContractInvalid: As for `build_publishers`.
    """
    rates = read_rates(settings_file, must_exist=must_exist)
    every = _all_chosen(settings_file, environ, KINDS, must_exist=must_exist)
    by_section = {_DEFAULT: rates.usual} | {
        f"{_CHANNELS}.{name}": rate for name, rate in rates.by_channel.items()
    }
    return {name: {**one.said(_KIND), _RATE: by_section[name]} for name, one in every.items()}


def variables_named(
    settings_file: Path, environ: Mapping[str, str], *, must_exist: bool = False
) -> set[str]:
    """Return the variables whose secrets a file names, when everything in it fits.

    Raises:
        ContractInvalid: As for `build_publishers`.
    """
    every = _all_chosen(settings_file, environ, KINDS, must_exist=must_exist)
    return {variable for one in every.values() for variable in one.secrets}


def _all_chosen(
    path: Path, environ: Mapping[str, str], kinds: Kinds, *, must_exist: bool
) -> dict[str, _Chosen]:
    file = SectionsFile(path, _CHANNELS)
    every: dict[str, _Chosen] = {}
    for name, section in _sections(file, must_exist=must_exist).items():
        try:
            kind = kind_in(section, _KIND, kinds)
            _belongs(name, kind)
            _rate(section)
            settings = {field: value for field, value in section.items() if field != _RATE}
            every[name] = chosen(settings, _KIND, kind, environ)
        except Faulty as error:
            raise file.invalid(f"{name}: {error}") from error
    return every


def _built(every: Mapping[str, _Chosen], tools: PublisherTools) -> dict[str, Route]:
    """Build what was chosen; sections that say the same share one publisher."""
    built: list[tuple[_Chosen, Route]] = []
    routes: dict[str, Route] = {}
    for name, one in every.items():
        route = next((known for same, known in built if same == one), None) or _route(one, tools)
        built.append((one, route))
        routes[name] = route
    return routes


def _route(one: _Chosen, tools: PublisherTools) -> Route:
    publisher = one.kind.build(one.settings, replace(tools, secrets=one.secrets))
    return Route(one.kind.name, publisher)


def _rate(section: Any) -> float | None:
    """Return how many publications a second a section allows."""
    rate = section.get(_RATE) if isinstance(section, dict) else None
    is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
    if rate is None or (is_number and _LOWEST_RATE <= rate <= _HIGHEST_RATE):
        return rate
    raise Faulty(f"{_RATE}: must be a number from {_LOWEST_RATE:g} to {_HIGHEST_RATE:g}")


def _belongs(where: str, kind: PublisherKind[Any]) -> None:
    """Refuse a kind whose posts fit one channel only, in the section of another."""
    if kind.limits is not None and where != f"{_CHANNELS}.{kind.limits}":
        raise Faulty(
            f"{_KIND}: {kind.name} publishes what was made for the channel {kind.limits}, so it "
            f"belongs into [{_CHANNELS}.{kind.limits}]"
        )


def _sections(file: SectionsFile, *, must_exist: bool) -> dict[str, Any]:
    """Return what stands under `default` and under each `channels.<name>`."""
    found = file.read(must_exist=must_exist)
    sections = {_DEFAULT: found.pop(_DEFAULT)} if _DEFAULT in found else {}
    channels = found.pop(_CHANNELS, {})
    if found:
        raise file.invalid(f"{', '.join(map(repeated, found))}: is no section; {_SECTIONS}")
    if not isinstance(channels, dict):
        raise file.invalid(f"{_CHANNELS}: must be a table; {_SECTIONS}")
    known = sorted({placement.channel for placement in known_placements()})
    for name, section in channels.items():
        if name not in known:
            raise file.invalid(
                f"{_CHANNELS}.{repeated(name)}: there is no such channel; the channels are "
                f"{', '.join(known)}"
            )
        sections[f"{_CHANNELS}.{name}"] = section
    return sections
