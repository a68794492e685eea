"""How values travel: as JSON that a contract reads, and nonsense is an answer.

It is no setting: every client, worker, replayer and test uses this converter.
"""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError

from contracts import FailureReason, explain


class ContractPayloadConverter(PydanticPayloadConverter):
    """The SDK's pydantic converter, with one difference.

    A payload that does not fit ends what it was meant for as `FAILED_CONTRACT`. The SDK's own
    converter lets a workflow task or an activity be retried for ever over it.
    """

    def from_payloads(
        self, payloads: Sequence[Payload], type_hints: list[type] | None = None
    ) -> list[Any]:
        """See base class."""
        try:
            return super().from_payloads(payloads, type_hints)
        except ValidationError as error:
            raise ApplicationError(
                explain(error), type=FailureReason.CONTRACT_INVALID.value, non_retryable=True
            ) from error


data_converter: Final = DataConverter(payload_converter_class=ContractPayloadConverter)
