"""Reading what others send, so that nonsense is an answer and never a stuck campaign."""

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from temporalio.common import RawValue

from contracts import CancelMessage, Contract, ContractInvalid, as_prose, explain
from contracts.errors import AS_RECORDED
from contracts.names import ENCODING_ENCRYPTED
from domain.plain_json import flaw_in
from workflows.failures import CannotBeDecrypted

C = TypeVar("C", bound=Contract)


def read(contract: type[C], arguments: Sequence[Any]) -> C:
    """Return the one argument of a message as the contract that it has to be.

    Arguments arrive as plain JSON values: whatever a sender wrote, it has been decoded without
    a type, because a type error at that place would repeat the workflow task for ever.

    Raises:
        ContractInvalid: There is not exactly one argument, or it does not fit.
        CannotBeDecrypted: It can be read elsewhere.
    """
    if len(arguments) != 1:
        raise ContractInvalid(f"takes one {contract.__name__}, not {len(arguments)} arguments")
    if isinstance(arguments[0], contract):
        return arguments[0]
    if isinstance(arguments[0], RawValue):
        refuse_encrypted(arguments[0])
        encoding = _encoding_of(arguments[0])
        if encoding == "json/plain":
            raise ContractInvalid("is not valid JSON")
        raise ContractInvalid(f"must be JSON in the encoding 'json/plain', not {encoding!r}")
    try:
        flaw = flaw_in(arguments[0])
        text = "" if flaw else json.dumps(arguments[0], allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise ContractInvalid(f"must be one JSON object that fits {contract.__name__}") from error
    if flaw is not None:
        raise ContractInvalid(f"does not fit {contract.__name__}: {flaw}")
    return read_text(contract, text)


def refuse_encrypted(raw: RawValue) -> None:
    """Leave to another worker what this one has no key for.

    Raises:
        CannotBeDecrypted: It is encrypted.
    """
    if _encoding_of(raw) == ENCODING_ENCRYPTED:
        raise CannotBeDecrypted("it is encrypted, and this worker has no codec")


def _encoding_of(raw: RawValue) -> str:
    return raw.payload.metadata.get("encoding", b"").decode("utf-8", "replace")


def read_text(contract: type[C], text: str) -> C:
    """Return a text as the contract that it has to be.

    Raises:
        ContractInvalid: It is not JSON, or does not fit.
    """
    try:
        return contract.model_validate_json(text)
    except ValidationError as error:
        raise ContractInvalid(
            f"does not fit {contract.__name__}: {explain(error, AS_RECORDED)}"
        ) from error


def read_cancellation(
    reason: str | None, announced: CancelMessage | None, amended: CancelMessage | None
) -> CancelMessage:
    """Read how a campaign is cancelled.

    Args:
        reason: What the cancellation says: a message of ours, whatever somebody wrote, or nothing.
        announced: What was said before, which counts when the cancellation says nothing itself.
        amended: What was said about it since. What was to be taken back stays so.
    """
    said = _as_said(reason, announced)
    if amended is None:
        return said
    return amended.model_copy(update={"retract": amended.retract or said.retract})


def _as_said(reason: str | None, announced: CancelMessage | None) -> CancelMessage:
    text = (reason or "").strip()
    try:
        return read_text(CancelMessage, text)
    except ContractInvalid:
        if not text and announced is not None:
            return announced
        return CancelMessage(by="temporal", reason=as_prose(text) if text else None)
