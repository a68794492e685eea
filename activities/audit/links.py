"""The check of where a post leads, and the words that stand in its link."""

from urllib.parse import unquote

from activities.audit.exhibit import Exhibit
from activities.links import web_address
from contracts import QualityCheck, Severity


def check_link(exhibit: Exhibit) -> list[QualityCheck]:
    """Judge whether the post leads where the campaign wants it, over a protected connection."""
    judge = exhibit.judge("link_check", Severity.CRITICAL)
    link, expected = exhibit.asset.link, exhibit.landing_url
    parts = web_address(link)
    evidence = {"url": link, "host": parts.hostname if parts else None}
    findings: list[QualityCheck] = []
    if link is not None and parts is None:
        findings.append(judge.failed("LINK_INVALID", **evidence))
    if link != expected:
        findings.append(judge.failed("LINK_MISMATCH", expected=expected, **evidence))
    if parts is not None and parts.scheme == "http":
        findings.append(judge.warned("LINK_NOT_HTTPS", Severity.MEDIUM, **evidence))
    return findings or [judge.passed(**evidence)]


def words_in_link(link: str | None) -> str:
    """Return host and path as a person reads them: the rest of a link is for machines."""
    parts = web_address(link)
    if parts is None:
        return ""
    return f"{parts.hostname}{unquote(parts.path)}"
