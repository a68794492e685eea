"""Phoenix's own settings, read from `PHOENIX_*` variables and checked before anything starts.

Longer than 250 lines because every setting stands in one class, with what it may be.
"""

import ipaddress
import os
import re
import socket
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from contracts.base import LONGEST
from contracts.repeating import repeated
from runtime.cores import usable_cores
from runtime.refusals import WrongUse

ENV_PREFIX = "PHOENIX_"
TENANTS: Final = "tenants"
"""The folder in the home that holds the tenants' policies; no other one may be missing."""
_KEY: Final = "keys/auditor.pem"
_CHANNELS: Final = "channels.toml"
_PROVIDERS: Final = "providers.toml"
ACTIVITIES_PER_CORE: Final = 25
WORKFLOW_TASKS_PER_CORE: Final = 4
"""They decide in threads of one process: more than a few hold each other up, and heartbeats."""
_MOST_PROCESSES: Final = 256
_MOST_AT_ONCE: Final = 1000
_READ_ELSEWHERE: Final = {"DEBUG"}
_ALIKE: Final = 0.75
"""Of 1.0: two exchanged letters of four, or a missing last word, are still a typing error."""
_MOST_PORT: Final = 65535
_BUILD: Final = "1 to 100 letters, digits and _ . + -, a letter or digit first, such as 0.2.0"
_DEPLOYMENT: Final = "1 to 100 letters, digits and _ + -, a letter or digit first, such as phoenix"
_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_WITHOUT_SECRETS: Final = re.compile(r"[\w+.-]+(://[\w/.-]*)?")
"""A ledger's URL, or what is none, that has no room for a user, a password or a parameter."""


class LogFormat(StrEnum):
    """How the lines of a log are written."""

    TEXT = "text"
    JSON = "json"
    """One object a line, with what it is about."""


def _absolute(path: Path) -> Path:
    try:
        absolute = path.expanduser().absolute()
        str(absolute).encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be a path in UTF-8") from error
    except RuntimeError as error:
        raise ValueError("is in the home of nobody known here: give the whole path") from error
    return absolute


def _is_database(url: str) -> str:
    if url.partition("://")[0] not in {"sqlite", "postgresql+asyncpg"}:
        raise ValueError("must be like sqlite:///ledger.db or postgresql+asyncpg://host/phoenix")
    return url


def _file_url(path: Path) -> str:
    return f"sqlite:///{str(path).replace('%', '%25').replace('?', '%3F')}"


def _located(place: str) -> str:
    return place if _URL.match(place) else str(_absolute(Path(place)))


def _listened_on(address: str) -> str:
    host, _, port = address.rpartition(":")
    try:
        ipaddress.ip_address(host.removeprefix("[").removesuffix("]"))
        is_port = port.isascii() and port.isdigit() and 1 <= int(port) <= _MOST_PORT
    except ValueError:
        is_port = False
    if not is_port or (":" in host) != host.startswith("["):
        raise ValueError("must be an IP address and a port, such as 127.0.0.1:9464 or [::1]:9464")
    return address


def _read_by_collector(path: Path) -> Path:
    if path.suffix != ".prom":
        raise ValueError("must be a file whose name ends in .prom: no other one is collected")
    return _absolute(path)


def _spelled(pattern: str, told: str) -> AfterValidator:
    """Refuse what is spelt otherwise, in words that say how it has to be."""

    def check(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise ValueError(f"must have {told}")
        return text

    return AfterValidator(check)


Folder = Annotated[Path, AfterValidator(_absolute)]
"""A place in the file system, made absolute where the command runs."""

Port = Annotated[int, Field(ge=1, le=_MOST_PORT)]


class Settings(BaseSettings):
    """Where Phoenix keeps its things, and how much a worker takes on.

    The connection to Temporal is not among them: it follows the Temporal SDK's own `TEMPORAL_*`
    variables and profiles.
    """

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        validate_default=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,  # a traceback shows no password either
    )

    home: Folder = Path(".phoenix")
    """The folder under which everything else lies by default."""
    port: Port = 7233
    """Port of the embedded Temporal server on 127.0.0.1."""
    ui_port: Port = 8233
    """Port of the embedded server's Web UI on 127.0.0.1."""
    ledger_url: Annotated[str, AfterValidator(_is_database)] = Field(
        default_factory=lambda known: _file_url(known["home"] / "ledger.db"), repr=False
    )
    single_host: bool = False
    """Whether every worker of this Temporal runs on this machine: then its ledger may be a file."""
    tenants: Folder = Field(default_factory=lambda known: known["home"] / TENANTS)
    channels: Folder = Field(default_factory=lambda known: known["home"] / _CHANNELS)
    """A file that says how each channel is reached; without it all go to the outbox."""
    providers: Folder = Field(default_factory=lambda known: known["home"] / _PROVIDERS)
    """A file that says who does the work of each stage; without it the built-in providers do."""
    memory: Folder = Field(default_factory=lambda known: known["home"] / "memory")
    """What providers need not ask for again, such as feeds that have not changed."""
    auditor_key: Folder = Field(default_factory=lambda known: known["home"] / _KEY)
    payload_keys: Folder | None = None
    """A file of keys; with it, payloads are encrypted on their way to Temporal."""
    codec_tokens: Folder | None = None
    """A file of tokens: whom the codec server decrypts for."""
    outbox: Folder = Field(default_factory=lambda known: known["home"] / "outbox")
    artifacts: Annotated[str, AfterValidator(_located)] = Field(
        default_factory=lambda known: str(known["home"] / "artifacts")
    )
    """A folder, or the URL of a bucket."""
    step_retention_days: int = Field(default=LONGEST.days, ge=7, le=3660)
    """How long after the end of an execution a sweep leaves its steps in the ledger."""
    logs: Folder = Field(default_factory=lambda known: known["home"] / "logs")
    log_format: LogFormat = LogFormat.TEXT
    """How a worker writes its log: lines for people, or an object of JSON a line."""
    identity: Annotated[
        str, _spelled(r"[\w.@+-]{1,100}", "1 to 100 letters, digits and _ . @ + -")
    ] = Field(
        default_factory=lambda: re.sub(r"[^\w.@+-]", "-", socket.gethostname())[:100] or "machine"
    )
    """What clients and workers call the place where they run, in Temporal and in the ledger. It
    stands in clear text in every history, so that it should name nobody."""
    build_id: Annotated[str, _spelled(r"[A-Za-z0-9][\w.+-]{0,99}", _BUILD)] | None = None
    """Which build of the deployment a worker is, such as its release; with it, a worker gets work
    once Temporal is told to route work to the build."""
    deployment_name: Annotated[str, _spelled(r"[A-Za-z0-9][\w+-]{0,99}", _DEPLOYMENT)] = "phoenix"
    """What Temporal calls the builds of this installation's workers together."""
    ready_file: Folder | None = None
    """A file that exists while a worker takes work, for health checks; its content is the pid."""
    metrics_address: Annotated[str, AfterValidator(_listened_on)] | None = None
    """Where a worker serves its metrics to Prometheus; nowhere by default."""
    command_metrics: Annotated[Path, AfterValidator(_read_by_collector)] | None = None
    """A file in which commands count themselves, for the collector of text files that Prometheus'
    node exporter has; none by default."""
    max_cached_workflows: int = Field(default=2000, ge=1, le=100_000)
    """Live campaigns that a worker keeps in memory; beyond it, each is replayed when it wakes."""
    sticky_seconds: float = Field(default=1.0, gt=0, le=60, allow_inf_nan=False)
    """How long a campaign waits for the worker that knew it before any other takes it over."""
    graceful_shutdown_seconds: float = Field(default=130.0, ge=0, le=3600, allow_inf_nan=False)
    """How long a stopping worker lets its activities finish: longer than any publish may take."""
    compute_processes: int = Field(
        default_factory=lambda: min(usable_cores(), _MOST_PROCESSES), ge=1, le=_MOST_PROCESSES
    )
    """Processes of a worker that render, audit and parse; more than cores gain nothing."""
    max_concurrent_activities: int = Field(
        default_factory=lambda: min(ACTIVITIES_PER_CORE * usable_cores(), _MOST_AT_ONCE),
        ge=1,
        le=_MOST_AT_ONCE,
    )
    """Activities that a worker has in hand from each of its queues: those that wait, and those
    whose work has its turn or waits for it."""
    max_concurrent_workflow_tasks: int = Field(
        default_factory=lambda: min(WORKFLOW_TASKS_PER_CORE * usable_cores(), _MOST_AT_ONCE),
        ge=2,
        le=_MOST_AT_ONCE,
    )
    """Campaigns that a worker decides about at the same time."""

    @property
    def has_default_channels(self) -> bool:
        """Whether the file of channels is at its default place, where it may be missing."""
        return self.channels == self.home / _CHANNELS

    @property
    def has_default_providers(self) -> bool:
        """Whether the file of providers is at its default place, where it may be missing."""
        return self.providers == self.home / _PROVIDERS

    @property
    def has_default_key(self) -> bool:
        """Whether the auditor's key is at its default place, where one is made when none is."""
        return self.auditor_key == self.home / _KEY

    @model_validator(mode="after")
    def _ports_differ(self) -> Self:
        if self.port == self.ui_port:
            raise ValueError(f"PHOENIX_PORT and PHOENIX_UI_PORT are both {self.port}; choose two")
        return self


def load_settings() -> Settings:
    """Read and check the settings.

    Raises:
        WrongUse: A variable has a value that does not fit, or the name of a setting with a typing
            error; the message names it.
    """
    if meant := _misspelled(os.environ):
        told = "; ".join(f"{name} is none, and {setting} is one" for name, setting in meant)
        raise WrongUse(f"wrong setting: {told}: rename it, or unset it")
    try:
        return Settings()
    except ValidationError as error:
        faults = [
            f"{ENV_PREFIX}{str(fault['loc'][0]).upper()}={_shown(fault)} {_what_fits(fault)}"
            if fault["loc"]
            else _what_fits(fault)
            for fault in error.errors(include_url=False)
            if fault["type"] != "default_factory_not_called"  # only a consequence of another fault
        ]
        raise WrongUse(f"wrong setting: {'; '.join(faults)}") from error


def _misspelled(variables: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return variables that look like a setting and are none, each with what is probably meant.

    What merely begins alike is somebody else's: a channel's secret, or what Kubernetes sets for a
    service of the name.
    """
    known = {*(name.upper() for name in Settings.model_fields), *_READ_ELSEWHERE}
    named = sorted(
        (name, name.upper().removeprefix(ENV_PREFIX))
        for name, value in variables.items()
        if value and name.upper().startswith(ENV_PREFIX)
    )
    return [
        (name, f"{ENV_PREFIX}{close[0]}")
        for name, word in named
        if word not in known and (close := get_close_matches(word, sorted(known), 1, _ALIKE))
    ]


def _shown(fault: ErrorDetails) -> str:
    value = str(fault["input"])
    is_url = fault["loc"][0] == "ledger_url"
    if not is_url:
        return repeated(value)
    words = value.replace("://", "/")
    return value if _WITHOUT_SECRETS.fullmatch(value) and repeated(words) == words else "…"


def _what_fits(fault: ErrorDetails) -> str:
    return fault["msg"].removeprefix("Value error, ").removeprefix("Input ")
