"""What can be proven about a report from its bytes, somebody's public key and the assets."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from contracts import (
    ArtifactAltered,
    ArtifactMissing,
    CampaignPayload,
    QualityReport,
    TrustedAuditor,
    explain,
)
from domain.evidence import (
    against_assets,
    against_brief,
    against_execution,
    against_signature,
)
from domain.gravity import verdict_of
from domain.signing import asset_digests, digest
from runtime.audit.replies import Proof, Statement, VerifiedReport
from runtime.audit.stored_bytes import Compare, is_digest, stored_bytes
from runtime.files.plain_data import Unreadable, read_json
from runtime.files.request import read_text
from runtime.refusals import WrongUse

MAX_REPORT_FILE_BYTES: Final = 8_000_000
"""The largest file that is read: a campaign's payload is at most 2 MiB, and may be indented."""

_NAMED: Final = 5
"""Digests that one statement spells out."""

_MARKS: Final = {"auditor_signature", "checks", "verdict"}
"""Fields by which a report is recognised, whatever else is wrong with it."""


@dataclass(frozen=True)
class Submission:
    """A report as somebody submitted it, and the campaign around it when there is one."""

    report: QualityReport | None
    why_none: str | None
    """Why what was submitted as a report is none."""
    payload: CampaignPayload | None
    payload_fault: str | None = None
    """Why what was submitted as a campaign's payload is none."""


@dataclass(frozen=True)
class Trust:
    """Whose signature counts, and why."""

    auditors: Sequence[TrustedAuditor]
    source: str
    """Where the keys come from, for a reader."""


def read_submission(path: Path, artifacts: str) -> Submission:
    """Return the report in a file: alone, or as a campaign payload's `quality_audit`.

    Args:
        path: The file; or, where there is none, the digest of a stored report.
        artifacts: Where the artefact store is.

    Raises:
        WrongUse: The file cannot be read, or holds neither.
    """
    if is_digest(str(path)) and not path.exists():
        text = _stored(artifacts, str(path))
    else:
        text = read_text(path, MAX_REPORT_FILE_BYTES)
    try:
        value = read_json(text)
    except Unreadable as error:
        raise WrongUse(f"{path}: {error}") from error
    if not isinstance(value, dict):
        raise WrongUse(f"{path}: must hold a report or a campaign's payload as JSON")
    if value.keys() >= _MARKS:
        return _submission(value)
    if "quality_audit" not in value:
        raise WrongUse(f"{path}: is neither a report nor a campaign's payload with quality_audit")
    if value["quality_audit"] is None:
        raise WrongUse(f"{path}: the campaign has no quality_audit: no report has decided yet")
    if not isinstance(value["quality_audit"], dict):
        raise WrongUse(f"{path}: quality_audit must be a report")
    report = _submission(value["quality_audit"])
    try:
        return replace(report, payload=CampaignPayload.model_validate_json(json.dumps(value)))
    except ValidationError as error:
        # Whatever else was changed, the report can still be judged by itself.
        return replace(report, payload_fault=explain(error))


def prove(
    submission: Submission, trust: Trust, compare: Compare, *, must_be_there: bool
) -> VerifiedReport:
    """Return what holds, what does not, and what cannot be told.

    Args:
        submission: The report.
        trust: Whose signature counts.
        compare: Looks the audited files up.
        must_be_there: Whether an audited file that is not found breaks the proof; else it only
            stays open.
    """
    report = submission.report
    if report is None:
        wrong = _said("contract", Proof.BROKEN, submission.why_none or "does not fit")
        return VerifiedReport(
            holds=False, verdict=None, report_sha256=None, execution_id=None, statements=[wrong]
        )
    statements = [
        _signature(report, trust),
        _verdict(report),
        *_binding(report, submission),
        *_bytes(report, compare, must_be_there=must_be_there),
    ]
    return VerifiedReport(
        holds=all(statement.proof is not Proof.BROKEN for statement in statements),
        verdict=report.verdict,
        report_sha256=digest(report),
        execution_id=report.execution_id,
        statements=statements,
    )


def _stored(artifacts: str, sha256: str) -> str:
    try:
        return stored_bytes(artifacts, None, sha256).decode("utf-8", "replace")
    except (ArtifactMissing, ArtifactAltered) as error:
        raise WrongUse(str(error)) from error


def _submission(fields: dict[str, Any]) -> Submission:
    try:
        return Submission(_read(fields), None, None)
    except ValidationError as error:
        return Submission(None, explain(error), None)


def _read(fields: dict[str, Any]) -> QualityReport:
    # A later release may have put more into what it signed: the signature covers that, too.
    return QualityReport.model_validate_json(json.dumps(fields), extra="allow")


def _said(what: str, proof: Proof, details: str) -> Statement:
    return Statement(what=what, proof=proof, details=details)


def _signature(report: QualityReport, trust: Trust) -> Statement:
    algorithm, _, rest = report.auditor_signature.partition(":")
    key_id = rest.partition(":")[0]
    known = {auditor.key_id: auditor for auditor in trust.auditors}
    if algorithm != "ed25519" or not key_id:
        return _said("signature", Proof.BROKEN, "the report is not signed with Ed25519")
    if key_id not in known:
        trusted = ", ".join(sorted(known)) or "nobody"
        details = f"signed by key {key_id}, which is not in {trust.source} (there: {trusted})"
        return _said("signature", Proof.BROKEN, details)
    if against_signature(report, trust.auditors) is not None:
        details = f"the signature of key {key_id} does not fit: something was changed"
        return _said("signature", Proof.BROKEN, details)
    note = known[key_id].note
    about = f" ({note})" if note else ""
    details = f"key {key_id}{about} of {trust.source} signed exactly this report"
    return _said("signature", Proof.PROVEN, details)


def _verdict(report: QualityReport) -> Statement:
    due = verdict_of(report.checks)
    number = len({check.check_id for check in report.checks} | set(report.passed))
    details = f"{report.verdict} follows from its {number} checks"
    if due is not report.verdict:  # the contract lets an auditor be stricter, and never milder
        details = f"{report.verdict} is stricter than {due}, which the findings demand"
    return _said("verdict", Proof.PROVEN, details)


def _binding(report: QualityReport, submission: Submission) -> Iterator[Statement]:
    payload = submission.payload
    if submission.payload_fault is not None:
        yield _said(
            "campaign", Proof.BROKEN, f"the payload does not fit: {submission.payload_fault}"
        )
    elif payload is None:
        details = (
            f"the report names {len(report.asset_digests)} assets and the brief "
            f"{(report.brief_sha256 or 'of nobody')[:12]}; a payload would show whether they fit"
        )
        yield _said("campaign", Proof.OPEN, details)
    if payload is None:
        return
    same_run = against_execution(report, payload.execution_id) is None
    named = payload.execution_id
    yield _said(
        "execution",
        Proof.PROVEN if same_run else Proof.BROKEN,
        f"it is about execution {named}" if same_run else f"it is not about execution {named}",
    )
    if payload.strategy is None:
        named_brief = (report.brief_sha256 or "of nobody")[:12]
        details = f"the payload has no brief: whether {named_brief} was the campaign's stays open"
        yield _said("brief", Proof.OPEN, details)
    else:
        same_brief = against_brief(report, digest(payload.strategy)) is None
        details = "the payload's brief is the one that was audited against"
        if not same_brief:
            details = "the payload's brief is not the one that was audited against"
        yield _said("brief", Proof.PROVEN if same_brief else Proof.BROKEN, details)
    audited = [asset for asset in payload.assets if asset.revision == payload.revision]
    same_assets = against_assets(report, asset_digests(audited)) is None
    details = f"the payload's {len(audited)} assets are exactly those that were audited"
    if not same_assets:
        details = "the payload's assets are not those that were audited"
    yield _said("assets", Proof.PROVEN if same_assets else Proof.BROKEN, details)


def _bytes(report: QualityReport, compare: Compare, *, must_be_there: bool) -> Iterator[Statement]:
    """Compare the files' digests, which the signed report names, with the bytes."""
    wanted = report.files
    if not wanted:
        yield _said("bytes", Proof.OPEN, "the report names no file's digest")
        return
    found = compare(wanted)
    held = len(wanted) - len(found.altered) - len(found.missing)
    if held:
        details = f"{held} of {len(wanted)} audited files have the audited bytes"
        yield _said("bytes", Proof.PROVEN, details)
    if found.altered:
        details = f"{found.place} has other bytes under the name of {_some(found.altered)}"
        yield _said("bytes", Proof.BROKEN, details)
    if found.missing:
        proof = Proof.BROKEN if must_be_there else Proof.OPEN
        details = f"not found in {found.place}, or changed since: {_some(found.missing)}"
        yield _said("bytes", proof, details)


def _some(digests: Sequence[str]) -> str:
    more = f" and {len(digests) - _NAMED} more" if len(digests) > _NAMED else ""
    return ", ".join(sha256[:12] for sha256 in digests[:_NAMED]) + more
