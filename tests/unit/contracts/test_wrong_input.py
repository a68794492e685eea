"""What was put into a wrong place is not repeated by whatever tells of the error."""

import traceback
from typing import Any

import pytest
from pydantic import ValidationError

from contracts import CampaignRequest, Contract, ContractInvalid, TenantPolicy, explain

SECRET = "hunter2-and-much-more"  # noqa: S105 - it opens nothing


def read(contract: type[Contract], fields: dict[str, Any]) -> None:
    """Read what somebody wrote, as files are read."""
    try:
        contract.model_validate(fields)
    except ValidationError as error:
        raise ContractInvalid(explain(error)) from error


@pytest.mark.parametrize(
    ("contract", "fields"),
    [
        (TenantPolicy, {"source": "x.toml", "trusted_auditors": [{"public_key": SECRET}]}),
        (TenantPolicy, {"source": "x.toml", "budget_currency": SECRET}),
        (CampaignRequest, {"campaign_id": SECRET, "budget": {"total": SECRET}}),
    ],
)
def test_a_traceback_shows_no_value_that_does_not_fit(
    contract: type[Contract], fields: dict[str, Any]
) -> None:
    """Neither the message nor the cause below it, which a log may show."""
    with pytest.raises(ContractInvalid) as refusal:
        read(contract, fields)

    told = "".join(traceback.format_exception(refusal.value))
    assert "ValidationError" in told
    assert SECRET[:12] not in told
