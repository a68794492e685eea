"""Files that say who does what: each section names a kind, its settings and its variables."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import SecretStr, ValidationError

from activities.named_paths import named
from activities.secret_variables import secrets_of
from contracts import Contract, ContractInvalid, explain
from domain.toml import read_toml
from runtime.settings import ENV_PREFIX


class Kind(Protocol):
    """What a section may name."""

    @property
    def name(self) -> str:
        """What a section calls it."""
        ...

    @property
    def settings(self) -> type[Contract]:
        """What else the section may say."""
        ...


K = TypeVar("K", bound=Kind)


class Faulty(Exception):
    """What is wrong with one section."""


@dataclass(frozen=True)
class Chosen(Generic[K]):
    """A kind that can be built: its settings fit, and its secrets are there."""

    kind: K
    settings: Contract
    secrets: Mapping[str, SecretStr]

    def said(self, field: str) -> dict[str, Any]:
        """Return what a section says that chooses this, whole; the kind's name is that field."""
        return {field: self.kind.name, **self.settings.model_dump(mode="json")}


@dataclass(frozen=True)
class SectionsFile:
    """A file of sections."""

    path: Path
    named: str
    """What messages call it, such as `channels`."""

    @property
    def said(self) -> str:
        """The file, as the beginning of a sentence."""
        return f"The {self.named} file {named(self.path)}"

    def invalid(self, what: str) -> ContractInvalid:
        """Return the error of a file that does not fit."""
        return ContractInvalid(f"{self.said} is invalid: {what}.")

    def read(self, *, must_exist: bool) -> dict[str, Any]:
        """Return what stands in it; nothing when it is missing and may be.

        Raises:
            ContractInvalid: It cannot be read, or is missing and must not be.
        """
        try:
            return read_toml(self.path.read_bytes(), self.said)
        except FileNotFoundError as error:
            if must_exist:
                raise ContractInvalid(f"{self.said} does not exist; {self._set_by}.") from error
            return {}
        except OSError as error:
            raise ContractInvalid(
                f"{self.said} cannot be read: {error.strerror}; {self._set_by}."
            ) from error

    @property
    def _set_by(self) -> str:
        return f"{ENV_PREFIX}{self.named.upper()} names it"


def kind_in(section: Any, field: str, kinds: Mapping[str, K]) -> K:
    """Return the kind that a section names.

    Args:
        section: What stands in it.
        field: Where the name of the kind stands.
        kinds: Those that may be named.

    Raises:
        Faulty: It names none of them.
    """
    name = section.get(field) if isinstance(section, dict) else None
    kind = kinds.get(name) if isinstance(name, str) else None
    if kind is None:
        raise Faulty(f"{field}: must be one of {', '.join(sorted(kinds))}")
    return kind


def chosen(
    section: Mapping[str, Any], field: str, kind: K, environ: Mapping[str, str]
) -> Chosen[K]:
    """Return what a section describes, before anything of it is opened.

    Raises:
        Faulty: A field does not fit, or a variable that it names; no secret is shown.
    """
    try:
        settings = kind.settings.model_validate(
            {name: value for name, value in section.items() if name != field}
        )
    except ValidationError as error:
        what = explain(error)
        if any(fault["type"] == "extra_forbidden" for fault in error.errors()):
            what += f"; the fields are {', '.join([*kind.settings.model_fields, field])}"
        # The cause would show what was given, and that may be a secret in the wrong place.
        raise Faulty(what) from None
    try:
        return Chosen(kind, settings, secrets_of(settings, environ))
    except ValueError as error:
        raise Faulty(str(error)) from error
