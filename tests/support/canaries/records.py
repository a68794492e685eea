"""Every place where Phoenix is given a secret, as its own records and its libraries' say."""

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Final, get_args, get_origin

from opentelemetry.sdk import environment_variables as opentelemetry
from pydantic import BaseModel, SecretStr, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from temporalio.envconfig import ClientConfigProfile, ClientConfigTLS

import activities
import runtime
from activities.ledger.address import SECRET_PARAMETERS, SECRET_VARIABLES
from activities.publish.registry import KINDS
from activities.secret_variables import secret_fields
from activities.store.bucket import CREDENTIALS
from contracts import Contract
from runtime.settings import Settings
from runtime.wiring.providers import STAGES

NEXT: Final = ", the next"
"""What a second secret is called where there can be several."""
HARMLESS: Final = {
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": "the path of a file",
    "AWS_ROLE_ARN": "a name",
    "AWS_ROLE_SESSION_NAME": "a name",
    "AWS_WEB_IDENTITY_TOKEN_FILE": "the path of a file",
    "SlackSettings.pictures_url": "it stands in every post",
    "profile.address": "messages name it; what has not its form is not shown",
    "profile.namespace": "a name",
    "profile.tls.client_cert": "whoever is connected to sees it",
    "profile.tls.disabled": "a switch",
    "profile.tls.server_name": "a name",
    "profile.tls.server_root_ca_cert": "everybody has it",
    "WebhookSettings.secrets": "what the variables of `WebhookSection.secret_env` held",
    "Settings.artifacts": "it has no room for a secret, and one with credentials is refused",
}
"""What looks like a place for secrets and is none, and why."""
_ADDRESSES: Final = ("https://canary.example/path", "https://canary.example/path/{token}")
_WORDS: Final = "plain words"


def places() -> set[str]:
    """Return every place for a secret, and the next one in each where there can be several."""
    return {
        *_named_by_settings(),
        *_held_by_contracts(),
        *_addresses(),
        *_of_temporal(),
        *(f"ledger.{name}" for name in ("password", *SECRET_PARAMETERS)),
        *SECRET_VARIABLES,
        *CREDENTIALS,
        *_of_collectors(),
    } - HARMLESS.keys()


def _settings() -> set[type[Contract]]:
    publishers: set[type[Contract]] = {kind.settings for kind in KINDS.values()}
    providers: set[type[Contract]] = {kind.settings for stage in STAGES for kind in stage.kinds}
    return publishers | providers


def _named_by_settings() -> Iterator[str]:
    """Yield the fields of sections that name variables."""
    for settings in _settings():
        for name, _ in secret_fields(settings):
            yield from _each(f"{settings.__name__}.{name}", settings.model_fields[name])


def _held_by_contracts() -> Iterator[str]:
    """Yield the fields of files of secrets."""
    for contract in _contracts():
        for name, field in contract.model_fields.items():
            if SecretStr in set(_types_in(field.annotation)):
                yield from _each(f"{contract.__name__}.{name}", field)


def _addresses() -> Iterator[str]:
    """Yield the settings that are addresses, whose path or query may hold a token."""
    known: list[type[BaseModel]] = [*_settings(), Settings]
    for settings in known:
        for name, field in settings.model_fields.items():
            if _is_address(field):
                yield f"{settings.__name__}.{name}"


def _of_temporal() -> Iterator[str]:
    """Yield what a profile of the SDK holds, which its variables can say as well."""
    for field in dataclasses.fields(ClientConfigProfile):
        if field.name == "tls":
            yield from (f"profile.tls.{part.name}" for part in dataclasses.fields(ClientConfigTLS))
        else:
            yield f"profile.{field.name}"


def _of_collectors() -> Iterator[str]:
    """Yield the variables of OpenTelemetry that traces follow and that hold headers."""
    known = vars(opentelemetry)
    yield from (
        name for name in known if re.fullmatch(r"OTEL_EXPORTER_OTLP_(TRACES_)?HEADERS", name)
    )


def _each(place: str, field: FieldInfo) -> Iterator[str]:
    yield place
    if {list, dict} & set(_types_in(field.annotation)):
        yield f"{place}{NEXT}"


def _types_in(annotation: Any) -> Iterator[Any]:
    yield get_origin(annotation) or annotation
    for part in get_args(annotation):
        yield from _types_in(part)


def _is_address(field: FieldInfo) -> bool:
    """Tell whether a setting takes addresses, and not any other text."""
    form: TypeAdapter[Any] = TypeAdapter(field.rebuild_annotation())
    return any(_fits(form, address) for address in _ADDRESSES) and not _fits(form, _WORDS)


def _fits(form: TypeAdapter[Any], value: str) -> bool:
    try:
        form.validate_python(value, strict=True)
    except ValidationError:
        return False
    return True


@cache
def _contracts() -> frozenset[type[Contract]]:
    """Return every contract there is, once every module that may define one was read."""
    for package in (activities, runtime):
        for module in _modules_in(package):
            importlib.import_module(module)
    ours = ("activities.", "contracts.", "domain.", "runtime.")
    return frozenset(each for each in _below(Contract) if each.__module__.startswith(ours))


def _modules_in(package: ModuleType) -> Iterator[str]:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.rpartition(".")[2].startswith("__"):
            yield module.name


def _below(contract: type[Contract]) -> Iterator[type[Contract]]:
    for each in contract.__subclasses__():
        yield each
        yield from _below(each)
