"""Everything that follows from what a contract says, and the process that tells it as JSON.

As a program it reads `[contract, JSON]` pairs, one a line, and prints for each what follows.
"""

import json
import sys
from typing import Any
from uuid import UUID

import contracts
from contracts import (
    CampaignRequest,
    Contract,
    MetricsRecord,
    PublicationResolution,
    QualityReport,
    ReviewDecision,
)
from domain.signing import asset_digests, derived_id, digest, digest_of_all, is_signed_by, sign
from domain.signing import trusted as trust_in
from runtime.campaigns.sending import update_id
from runtime.files.request import execution_of
from tests.support.fakes import KEY

NAMESPACE = UUID(int=7)


def follows_from(value: Any) -> dict[str, str]:
    """Return every id, digest and signature that is derived from a contract."""
    found = {
        "digest": digest(value),
        "digest of all": digest_of_all([value, value]),
        "asset digest": asset_digests([value])[0],
        "derived id": str(derived_id(NAMESPACE, value)),
    }
    if isinstance(value, CampaignRequest):
        found["execution id"] = str(execution_of(value))
    if isinstance(value, ReviewDecision | PublicationResolution | MetricsRecord):
        found["update id"] = update_id(NAMESPACE, value)
    if isinstance(value, QualityReport):
        signed = sign(value, KEY)
        found["signature"] = signed.auditor_signature
        assert is_signed_by(signed, [trust_in(KEY.public_key())])
    return found


def main() -> None:
    """Answer each line of standard input with a line of JSON."""
    for line in sys.stdin:
        name, text = json.loads(line)
        contract: type[Contract] = getattr(contracts, name)
        print(json.dumps(follows_from(contract.model_validate_json(text))))  # noqa: T201 - it is the answer


if __name__ == "__main__":
    main()
