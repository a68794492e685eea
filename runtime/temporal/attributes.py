"""The search attributes by which campaigns are found in Temporal: their registration."""

from collections.abc import Awaitable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import (
    AddSearchAttributesRequest,
    ListSearchAttributesRequest,
)
from temporalio.client import Client
from temporalio.common import SearchAttributeIndexedValueType
from temporalio.service import RPCError, RPCStatusCode

from activities.retrying import Pauses, retry
from runtime.refusals import WrongUse
from runtime.temporal.errors import ANSWER_TIMEOUT
from runtime.temporal.secrecy import told
from workflows.visibility import SEARCH_ATTRIBUTES

TYPES: Final[Mapping[str, SearchAttributeIndexedValueType]] = MappingProxyType(
    {key.name: key.indexed_value_type for key in SEARCH_ATTRIBUTES}
)
"""Every search attribute by name."""

_PROPAGATION: Final = Pauses(first=0.25, longest=0.25, within=10.0)
"""While Temporal takes up what was registered."""


_CLOSED: Final = frozenset(
    {
        RPCStatusCode.PERMISSION_DENIED,
        RPCStatusCode.UNAUTHENTICATED,
        RPCStatusCode.UNIMPLEMENTED,
    }
)
"""How the operator service answers where only its own administrators reach it."""

_PROBES: Final = ('STARTS_WITH "x"', 'IN ("x")', "= true")
_ACCEPTED: Final = {
    SearchAttributeIndexedValueType.KEYWORD: (True, True, False),
    SearchAttributeIndexedValueType.KEYWORD_LIST: (False, True, False),
    SearchAttributeIndexedValueType.BOOL: (False, False, True),
}
"""Which of these a query may say of a type: each type has its own row."""


class _NotListed(WrongUse):
    """What was registered is not listed yet."""


class OfAnotherType(WrongUse):
    """An attribute is there with a type that is no use."""


def spelled(kind: int) -> str:
    """Return a type as Temporal's command line spells it, such as `KeywordList`."""
    return SearchAttributeIndexedValueType(kind).name.title().replace("_", "")


async def missing(client: Client) -> list[str]:
    """Return the attributes that the client's namespace does not have.

    Where the operator service is closed to this client, as in Temporal Cloud, they are told by
    whether campaigns can be looked for by them.

    Raises:
        OfAnotherType: Some exist with another type; no command can use them then.
        WrongUse: This client may not find out.
        RPCError: Temporal does not answer the question.
    """
    try:
        return await _absent(client)
    except RPCError as error:
        if error.status not in _CLOSED:
            raise
        return [name for name in TYPES if not await _can_be_queried(client, name)]


async def _absent(client: Client, within: timedelta | None = None) -> list[str]:
    answer = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace), timeout=within
    )
    listed = (*answer.system_attributes.items(), *answer.custom_attributes.items())
    known = {name: int(kind) for name, kind in listed}
    others = {
        name: f"as {spelled(known[name])}"
        for name, wanted in TYPES.items()
        if known.get(name, wanted) != wanted
    }
    if others:
        raise OfAnotherType(_how_to_replace(client.namespace, others))
    return [name for name in TYPES if name not in known]


async def ensure(client: Client) -> None:
    """Register what is missing, and return when Temporal knows all of it.

    Doing it again changes nothing, and several workers may do it at once.

    Raises:
        WrongUse: Something is missing and cannot be registered; the message says how a person can.
    """
    absent = list(TYPES)  # as far as is known

    async def listed() -> None:
        still = await missing(client)
        if still:
            raise _NotListed(
                how_to_register(client.namespace, still, "it does not list them afterwards")
            )

    try:
        absent = await missing(client)
        if absent:
            await _register(client, absent)
            await retry(listed, _NotListed, _PROPAGATION)
    except RPCError as error:
        raise WrongUse(how_to_register(client.namespace, absent, told(error.message))) from error


def how_to_register(namespace: str, names: list[str], why: str) -> str:
    """Say which attributes are missing, and the command by which a person registers them."""
    return (
        f"the search attributes {', '.join(names)} cannot be registered in namespace "
        f"{namespace!r}: {why}; {_by_hand(namespace, names)}"
    )


async def why_refused(client: Client) -> str | None:
    """Return what is wrong with the attributes when Temporal has refused one, and what to do.

    Returns `None` when nothing is, or nobody can tell.
    """
    return await _why_unfit(client, missing(client))


async def why_lacking(client: Client) -> str | None:
    """Return the same before anything is written, from one call.

    Returns `None` also where Temporal lets this client list none: what is refused is told then.
    """
    return await _why_unfit(client, _absent(client, ANSWER_TIMEOUT))


async def _why_unfit(client: Client, asked: Awaitable[list[str]]) -> str | None:
    try:
        absent = await asked
    except OfAnotherType as error:
        return str(error)
    except (WrongUse, RPCError):
        return None
    if not absent:
        return None
    return (
        f"namespace {client.namespace!r} lacks the search attributes {', '.join(absent)}, by which "
        f"campaigns are found: {how_to_get(client.namespace, absent)}"
    )


def how_to_get(namespace: str, names: list[str]) -> str:
    """Say what to do where attributes are missing."""
    return (
        "start a worker ('python worker.py'), which registers them, or "
        f"{_by_hand(namespace, names)}"
    )


def _by_hand(namespace: str, names: list[str]) -> str:
    flags = " ".join(f"--name {name} --type {spelled(TYPES[name])}" for name in names)
    return (
        "register them with: temporal operator search-attribute create "
        f"--namespace {namespace} {flags} (in Temporal Cloud, among the namespace's settings)"
    )


def _how_to_replace(namespace: str, others: Mapping[str, str]) -> str:
    """Say which attributes are there in another way than they have to be, and what to do."""
    found = "; ".join(
        f"the search attribute {name} is registered {how} in namespace {namespace!r}, and Phoenix "
        f"needs {spelled(TYPES[name])}"
        for name, how in others.items()
    )
    flags = " ".join(f"--name {name}" for name in others)
    return (
        f"{found}: give Phoenix a namespace of its own (TEMPORAL_NAMESPACE), or, where nobody else "
        f"uses {'it' if len(others) == 1 else 'them'}, remove with: temporal operator "
        f"search-attribute remove --namespace {namespace} {flags} --yes, and start a worker, which "
        "registers what is missing"
    )


async def _can_be_queried(client: Client, name: str) -> bool:
    """Tell whether there is an attribute, and look whether it has its type."""
    if not await _accepts(client, f"{name} IS NULL"):
        return False
    accepted = [await _accepts(client, f"{name} {probe}") for probe in _PROBES]
    if tuple(accepted) != _ACCEPTED[TYPES[name]]:
        raise OfAnotherType(_how_to_replace(client.namespace, {name: "with another type"}))
    return True


async def _accepts(client: Client, query: str) -> bool:
    try:
        await client.count_workflows(query)
    except RPCError as error:
        if error.status in _CLOSED:
            raise WrongUse(
                f"whether namespace {client.namespace!r} has the search attributes "
                f"{', '.join(TYPES)} cannot be told: this client may neither list them nor count "
                f"workflows ({told(error.message)}); let it read the namespace"
            ) from error
        if error.status is not RPCStatusCode.INVALID_ARGUMENT:
            raise
        return False
    return True


async def _register(client: Client, names: list[str]) -> None:
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(
                namespace=client.namespace,
                search_attributes={name: IndexedValueType.ValueType(TYPES[name]) for name in names},
            )
        )
    except RPCError as error:
        if error.status is not RPCStatusCode.ALREADY_EXISTS:  # another worker was faster
            raise
