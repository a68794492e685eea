"""How values travel: as JSON that a contract reads, and nonsense is an answer.

It is no setting: every client, worker, replayer and test has it from `PhoenixPlugin`.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverter,
    DefaultFailureConverterWithEncodedAttributes,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
    PayloadCodec,
)
from temporalio.exceptions import ApplicationError

from contracts import Contract, FailureReason, explain
from contracts.errors import AS_RECORDED
from contracts.names import ENCODING_ENCRYPTED
from domain.plain_json import parse
from runtime.refusals import Sealed

ENCRYPTED: Final = ENCODING_ENCRYPTED.encode()
_UNTYPED: Final[tuple[Any, ...]] = (None, Any)
_PLAIN: Final = frozenset({DefaultFailureConverter})
"""What would send the messages of errors in clear text."""


class Encrypted(Sealed):
    """A payload is encrypted, and this process has no keys."""


class _ContractJson(PydanticJSONPlainPayloadConverter):
    """Contracts as JSON between processes of neighbouring releases.

    A field that has its default is left out, and one that a reader does not know goes on as it
    came, so that a release can add one. What others hand in is read without a type and then by
    hand, where nothing is passed over: no unknown field, no name that stands twice, no number that
    is none.
    """

    def to_payload(self, value: Any) -> Payload | None:
        """See base class."""
        if not isinstance(value, Contract):
            return super().to_payload(value)
        data = value.model_dump_json(exclude_defaults=True).encode()
        return Payload(metadata={"encoding": self.encoding.encode()}, data=data)

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        """See base class."""
        if isinstance(type_hint, type) and issubclass(type_hint, Contract):
            return type_hint.model_validate_json(payload.data, extra="allow")
        if type_hint in _UNTYPED:
            return parse(payload.data)
        return super().from_payload(payload, type_hint)


class ContractPayloadConverter(CompositePayloadConverter):
    """The SDK's converter with contracts as JSON, and one more difference.

    A payload that does not fit, or that is in no encoding known here, ends what it was meant for
    as `FAILED_CONTRACT`. The SDK's own converter lets a workflow task or an activity be retried
    for ever over it. Where no type is asked for, it arrives as it is: who reads by hand can tell
    what is wrong with it.
    """

    def __init__(self) -> None:
        super().__init__(
            *(
                _ContractJson() if isinstance(converter, JSONPlainPayloadConverter) else converter
                for converter in DefaultPayloadConverter.default_encoding_payload_converters
            )
        )

    def from_payloads(
        self, payloads: Sequence[Payload], type_hints: list[type] | None = None
    ) -> list[Any]:
        """See base class."""
        if not type_hints:
            return [self._as_it_is(payload) for payload in payloads]
        try:
            return super().from_payloads(payloads, type_hints)
        except ValidationError as error:
            raise _refusal(explain(error, AS_RECORDED)) from error
        except Exception as error:
            refuse_encrypted(*payloads)  # no fault of what was sent: others have the keys
            encodings = {payload.metadata.get("encoding", b"") for payload in payloads}
            named = ", ".join(sorted(repr(one.decode("utf-8", "replace")) for one in encodings))
            raise _refusal(f"must be JSON in the encoding 'json/plain', not {named}") from error

    def _as_it_is(self, payload: Payload) -> Any:
        try:
            (value,) = super().from_payloads([payload])
        except Exception:  # noqa: BLE001 - whatever a decoder has against it, its reader is told
            return RawValue(payload)
        return value


def refuse_encrypted(*payloads: Payload) -> None:
    """Refuse what was encrypted and has not been decrypted.

    Raises:
        Encrypted: One of them is so.
    """
    if any(payload.metadata.get("encoding") == ENCRYPTED for payload in payloads):
        raise Encrypted(
            "what Temporal keeps is encrypted, and this process has no keys: set "
            "PHOENIX_PAYLOAD_KEYS to the file that the workers have"
        )


def _refusal(message: str) -> ApplicationError:
    kind = FailureReason.CONTRACT_INVALID.value
    return ApplicationError(message, type=kind, non_retryable=True)


def with_contracts(
    existing: DataConverter = DataConverter.default, codec: PayloadCodec | None = None
) -> DataConverter:
    """Return a converter that reads contracts, and is otherwise the one that is there.

    Args:
        existing: What is configured beside us, by another plugin for instance; its codec stays.
        codec: What is done to the bytes of every payload on their way, such as encryption; the
            messages of errors travel as payloads then.
    """
    converter = replace(existing, payload_converter_class=ContractPayloadConverter)
    if codec is not None:
        converter = replace(converter, payload_codec=codec)
    if converter.payload_codec is None or converter.failure_converter_class not in _PLAIN:
        return converter
    # What an error says is a campaign's own, too: its message and stack become a payload.
    encoded = DefaultFailureConverterWithEncodedAttributes
    return replace(converter, failure_converter_class=encoded)
