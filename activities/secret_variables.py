"""Secrets stand in environment variables, and settings only name these.

A secret that somebody puts in the place of its variable's name is refused and not shown.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from contracts import Contract
from contracts.repeating import repeated


@dataclass(frozen=True)
class Secret:
    """Marks a field of settings that names the variables of secrets."""

    check: Callable[[str], object] = str
    """Raises a `ValueError` that does not show it when it has not the form of such a secret."""


def _is_variable(name: str) -> str:
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,99}", name):
        raise ValueError(
            "must be the name of an environment variable in capitals, such as "
            "INSTAGRAM_WEBHOOK_SECRET, and never the secret itself"
        )
    return name


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Variable = Annotated[str, AfterValidator(_is_variable)]
"""The name of one variable."""

Variables = Annotated[list[Variable], BeforeValidator(_as_list), Field(min_length=1, max_length=5)]
"""One name or a list of up to five, the present one first, while a secret is being changed."""


def secrets_of(settings: Contract, environ: Mapping[str, str]) -> Mapping[str, SecretStr]:
    """Return the secrets that settings name, by variable.

    Raises:
        ValueError: A variable is not set, or holds no such secret. The message names field and
            variable, and never shows a secret.
    """
    return {
        name: _secret(field, name, environ, marked)
        for field, marked in secret_fields(type(settings))
        for name in _named(getattr(settings, field))
    }


def secret_fields(settings: type[Contract]) -> Iterator[tuple[str, Secret]]:
    """Yield the fields of settings that name the variables of secrets, with their marks."""
    for name, field in settings.model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Secret):
                yield name, mark


def _named(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def _secret(field: str, name: str, environ: Mapping[str, str], marked: Secret) -> SecretStr:
    secret = environ.get(name, "").strip()
    if not secret:
        raise ValueError(f"{field}: the environment variable {repeated(name)} is not set")
    try:
        marked.check(secret)
    except ValueError as error:
        raise ValueError(f"{field}: the environment variable {name} {error}") from error
    return SecretStr(secret)
