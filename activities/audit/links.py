"""The check of where a post leads, and the words that stand in its link."""

from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote

from activities.audit.exhibit import Exhibit
from activities.audit.findings import Judge
from activities.links import web_address
from contracts import QualityCheck, Severity

_UTM: Final = ("utm_source", "utm_medium", "utm_campaign")
"""What tells a web analysis where a visit came from."""
_BROKEN_FROM: Final = 400


def check_link(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge whether the post leads where the campaign wants it, safely and measurably."""
    judge = exhibit.judge("link_check", Severity.CRITICAL)
    link, expected = exhibit.asset.link, exhibit.campaign.landing_url
    parts = web_address(link)
    evidence = {"url": link, "host": parts.hostname if parts else None}
    findings: list[QualityCheck] = []
    if link is not None and parts is None:
        findings.append(judge.failed("LINK_INVALID", **evidence))
    if expected is not None and link != expected:
        findings.append(judge.failed("LINK_MISMATCH", expected=expected, **evidence))
    if parts is not None:
        findings += _judge_parts(exhibit, judge, parts, evidence)
    return findings or [judge.passed(**evidence)]


def _judge_parts(
    exhibit: Exhibit, judge: Judge, parts: SplitResult, evidence: dict[str, Any]
) -> list[QualityCheck]:
    findings: list[QualityCheck] = []
    terms = exhibit.campaign.terms
    if parts.scheme == "http":
        findings.append(judge.failed("LINK_NOT_HTTPS", **evidence))
    host = (parts.hostname or "").removeprefix("www.")
    allowed = [name.lower().removeprefix("www.") for name in terms.link_hosts]
    if allowed and not any(host == name or host.endswith(f".{name}") for name in allowed):
        findings.append(judge.failed("LINK_HOST_NOT_ALLOWED", allowed=terms.link_hosts, **evidence))
    names = {name for name, _ in parse_qsl(parts.query)}
    missing = [name for name in _UTM if name not in names]
    if missing:
        findings.append(judge.warned("UTM_MISSING", Severity.LOW, missing=missing, **evidence))
    status = terms.link_statuses.get(exhibit.asset.link or "")
    if status is not None and not 0 < status < _BROKEN_FROM:
        findings.append(
            judge.warned("LINK_UNREACHABLE", Severity.MEDIUM, status=status, **evidence)
        )
    return findings


def words_in_link(link: str | None) -> str:
    """Return host and path as a person reads them: the rest of a link is for machines."""
    parts = web_address(link)
    if parts is None:
        return ""
    return f"{parts.hostname}{unquote(parts.path)}"
