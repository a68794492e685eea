"""Which channels are published through what, as one TOML file says."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, TypeAdapter, ValidationError

from activities.ports import Publisher, Publishers
from activities.publish.routing import ChannelPublishers
from activities.publish.webhook.message import check_secret
from activities.publish.webhook.publisher import WebhookPublisher
from activities.publish.webhook.settings import WebhookEndpoint, WebhookSettings
from contracts import Contract, ContractInvalid, Slug, explain

_CHANNEL: Final = TypeAdapter[str](Slug)
_SECTIONS: Final = "the sections are [default] and [channels.<name>]"


def _is_variable(name: str) -> str:
    # A secret that somebody puts here is no such name, and is not shown.
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{0,99}", name):
        raise ValueError(
            "must be the name of an environment variable in capitals, such as "
            "INSTAGRAM_WEBHOOK_SECRET, and never the secret itself"
        )
    return name


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class _Outbox(Contract):
    """A channel that is published into the outbox."""

    publisher: Literal["outbox"]


class _Webhook(WebhookEndpoint):
    """A channel that is published through a webhook."""

    publisher: Literal["webhook"]
    secret_env: Annotated[
        list[Annotated[str, AfterValidator(_is_variable)]],
        BeforeValidator(_as_list),
        Field(min_length=1, max_length=5),
    ]
    """The variables that hold the secrets; several while the receiver changes its own."""


_FORMS: Final[Mapping[object, type[_Outbox | _Webhook]]] = {"outbox": _Outbox, "webhook": _Webhook}


class _Faulty(Exception):
    """What is wrong with one section."""


def build_publishers(
    settings_file: Path,
    outbox: Publisher,
    clock: Callable[[], datetime],
    environ: Mapping[str, str],
) -> Publishers:
    """Return the publishers that a file names; without one, the outbox serves every channel.

    `docs/channels.md` describes the file. Secrets are not in it: it names the variables of
    `environ` that hold them.

    Raises:
        ContractInvalid: The file or a variable does not fit. The message names file, channel and
            field, says what would be right, and never shows a secret.
    """
    sections = _sections(settings_file)
    settings: dict[str, WebhookSettings | None] = {}
    for name, section in sections.items():
        try:
            settings[name] = _settings(section, environ)
        except _Faulty as error:
            raise _invalid(settings_file, f"{name}: {error}") from error
    # Nothing is opened before everything fits.
    publishers = {
        name: outbox if chosen is None else WebhookPublisher(chosen, clock)
        for name, chosen in settings.items()
    }
    default = publishers.pop("default", outbox)
    return ChannelPublishers(
        default, {name.removeprefix("channels."): each for name, each in publishers.items()}
    )


def _sections(file: Path) -> dict[str, Any]:
    """Return what stands under `default` and under each `channels.<name>`."""
    try:
        found = tomllib.loads(file.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ContractInvalid(
            f"The channels file {file} cannot be read as TOML in UTF-8: {error}."
        ) from error
    sections = {"default": found.pop("default")} if "default" in found else {}
    channels = found.pop("channels", {})
    if found:
        raise _invalid(file, f"{', '.join(found)}: is no section; {_SECTIONS}")
    if not isinstance(channels, dict):
        raise _invalid(file, f"channels: must be a table; {_SECTIONS}")
    for name, section in channels.items():
        try:
            _CHANNEL.validate_python(name)
        except ValidationError as error:
            raise _invalid(
                file,
                f"channels.{name}: a channel has a name of small letters, digits and underscores "
                "that begins with a letter",
            ) from error
        sections[f"channels.{name}"] = section
    return sections


def _settings(section: Any, environ: Mapping[str, str]) -> WebhookSettings | None:
    """Return the settings of the section's webhook, or `None` for the outbox."""
    publisher = section.get("publisher") if isinstance(section, dict) else None
    form = _FORMS.get(publisher) if isinstance(publisher, str) else None
    if form is None:
        raise _Faulty(f"publisher: must be one of {', '.join(sorted(map(str, _FORMS)))}")
    try:
        chosen = form.model_validate(section)
    except ValidationError as error:
        what = explain(error).replace("the whole: ", "")
        if any(fault["type"] == "extra_forbidden" for fault in error.errors()):
            what += f"; the fields are {', '.join(form.model_fields)}"
        # The cause would show what was given, and that may be a secret in the wrong place.
        raise _Faulty(what) from None
    if isinstance(chosen, _Outbox):
        return None
    endpoint = chosen.model_dump(include=set(WebhookEndpoint.model_fields))
    secrets = tuple(_secret(name, environ) for name in chosen.secret_env)
    return WebhookSettings.model_validate(endpoint | {"secrets": secrets})


def _secret(name: str, environ: Mapping[str, str]) -> SecretStr:
    if not environ.get(name):
        raise _Faulty(f"secret_env: the environment variable {name} is not set")
    try:
        return SecretStr(check_secret(environ[name].strip()))
    except ValueError as error:
        raise _Faulty(f"secret_env: the environment variable {name} {error}") from error


def _invalid(file: Path, what: str) -> ContractInvalid:
    return ContractInvalid(f"The channels file {file} is invalid: {what}.")
