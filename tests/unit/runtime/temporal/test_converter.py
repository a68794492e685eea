"""Values travel as JSON, and a payload that does not fit is an answer."""

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError

from contracts import CampaignRequest, PauseMessage
from runtime.temporal.converter import Encrypted, with_contracts
from tests.support.builders import request

CONVERTER = with_contracts().payload_converter


def test_a_contract_travels_as_plain_json() -> None:
    """Temporal's own command line and Web UI read and write what Phoenix does."""
    (payload,) = CONVERTER.to_payloads([request()])

    (received,) = CONVERTER.from_payloads([payload], [CampaignRequest])

    assert payload.metadata["encoding"] == b"json/plain"
    assert CampaignRequest.model_validate_json(payload.data) == request()
    assert received == request()


def test_a_payload_that_does_not_fit_ends_as_an_invalid_contract() -> None:
    """Input of any sender is answered once, instead of being tried for ever."""
    payloads = CONVERTER.to_payloads([{"by": 1}])

    with pytest.raises(ApplicationError) as refusal:
        CONVERTER.from_payloads(payloads, [PauseMessage])

    assert refusal.value.type == "FAILED_CONTRACT"
    assert refusal.value.non_retryable
    assert refusal.value.message == "by: should be a valid string"


def test_a_payload_without_a_type_is_read_as_it_is() -> None:
    """A message that is read by hand arrives as plain JSON."""
    payloads = CONVERTER.to_payloads([{"by": 1}])

    assert CONVERTER.from_payloads(payloads) == [{"by": 1}]


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        (b"json/protobuf", b"{}"),
        (b"json/plain", b"\xff"),
        (b"binary/null", b"x"),
        (b"binary/protobuf", b"x"),
        (b"nonsense", b"{}"),
        (b"\xff", b"{}"),
        (b"", b"{}"),
    ],
)
def test_an_unreadable_payload_ends_as_an_invalid_contract(encoding: bytes, data: bytes) -> None:
    """Whatever a sender calls an encoding is answered, instead of being tried for ever."""
    payload = Payload(metadata={"encoding": encoding}, data=data)

    with pytest.raises(ApplicationError, match="JSON") as refusal:
        CONVERTER.from_payloads([payload], [PauseMessage])
    (as_it_is,) = CONVERTER.from_payloads([payload])

    assert refusal.value.type == "FAILED_CONTRACT"
    assert refusal.value.non_retryable
    assert as_it_is == RawValue(payload), "who reads by hand says what is wrong"


def test_what_is_encrypted_is_nobodys_fault() -> None:
    """Without its keys a process says what is missing, and what was sent is not refused."""
    payload = Payload(metadata={"encoding": b"binary/encrypted"}, data=b"x")

    with pytest.raises(Encrypted, match="set PHOENIX_PAYLOAD_KEYS"):
        CONVERTER.from_payloads([payload], [PauseMessage])
    (as_it_is,) = CONVERTER.from_payloads([payload])

    assert as_it_is == RawValue(payload), "who reads by hand leaves it to others"
