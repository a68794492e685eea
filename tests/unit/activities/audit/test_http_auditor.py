"""An auditor of the operator's own stands beside the built-in one, and never in its place."""

import json
from typing import Any, Final

import pytest

from activities.audit.http import HttpAuditor
from activities.audit.keys import AuditorKey
from activities.audit.rules import RuleAuditor
from activities.compute import ThreadCompute
from contracts import (
    AuditOrder,
    ContractInvalid,
    QualityReport,
    QualityVerdict,
    VisualAsset,
)
from domain.signing import is_signed_by, trusted
from tests.support.audit.runs import order
from tests.support.builders import EXECUTION, MOMENT, TENANT
from tests.support.fakes import KEY, FakeStore, FakeStores
from tests.support.publishing.networks.server import Reply
from tests.support.services import served

FOUND: Final[dict[str, Any]] = {
    "check_id": "our_lawyers",
    "result": "FAIL",
    "reason_code": "NO_FINE_PRINT",
    "severity": "CRITICAL",
    "evidence": {"reason": "the fine print is missing"},
}


async def audited(*found: dict[str, Any]) -> tuple[QualityReport, AuditOrder]:
    """Return the report beside a service that finds this, and what the service was sent."""
    store = FakeStore()
    picture = await store.put(b"no picture", "image/png")
    asset = VisualAsset(
        channel="x",
        placement="post",
        sha256=picture.sha256,
        size_bytes=picture.size,
        media_type="image/png",
    )
    given = order(assets=[asset], execution_id=EXECUTION, tenant_id=TENANT)
    answer = {
        "step_key": given.step_key,
        "execution_id": str(EXECUTION),
        "checks": list(found),
    }
    stores = FakeStores({TENANT: store})
    rules = RuleAuditor(stores, AuditorKey(KEY, development=False), lambda: MOMENT, ThreadCompute())
    async with served(Reply(200, answer)) as (server, service):
        report = await HttpAuditor(service, stores, rules).audit(given)
    return report, AuditOrder.model_validate_json(server.heard[0].body)


async def test_what_a_service_finds_stands_in_the_signed_report() -> None:
    """It blocks as our own checks do, and the gate needs to trust nobody else."""
    report, sent = await audited(FOUND)

    assert [file.content for file in sent.files] == [b"no picture"]
    assert is_signed_by(report, [trusted(KEY.public_key())])
    assert report.verdict is QualityVerdict.FAIL
    assert FOUND in [json.loads(one.model_dump_json()) for one in report.checks]


async def test_a_service_that_finds_nothing_takes_no_finding_away() -> None:
    """Whoever answers in its place cannot let anything through."""
    report, _ = await audited()

    assert report.verdict is QualityVerdict.FAIL
    assert report.checks


async def test_findings_without_end_are_refused() -> None:
    """The report has to hold them beside its own."""
    long = FOUND | {"evidence": {"reason": "x" * 10_000}}

    with pytest.raises(ContractInvalid, match="must not take more than 65536 bytes"):
        await audited(*[long] * 7)
