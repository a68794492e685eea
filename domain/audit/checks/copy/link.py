"""The check of where a post leads, and the words that stand in its link."""

from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl

from contracts import QualityCheck, Severity, web_address
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason, warning
from domain.audit.subject import Subject
from domain.text.addresses import Address, addresses_in

LINK_INVALID: Final = Reason("LINK_INVALID", "{url} is no web address")
LINK_NOT_HTTPS: Final = Reason("LINK_NOT_HTTPS", "{url} is not https")
LINK_HOST_NOT_ALLOWED: Final = Reason("LINK_HOST_NOT_ALLOWED", "{host} is none of {allowed}")
LINK_MISMATCH: Final = Reason(
    "LINK_MISMATCH",
    "the link leads to {url}, and {expected} is wanted",
    otherwise="{url}: {reason}",
)
UTM_MISSING: Final = warning("UTM_MISSING", "the link lacks {missing}", Severity.LOW)
LINK_UNREACHABLE: Final = warning(
    "LINK_UNREACHABLE", "{url} answers with status {status}", Severity.MEDIUM
)

_UTM: Final = ("utm_source", "utm_medium", "utm_campaign")
"""What tells a web analysis where a visit came from."""
_BROKEN_FROM: Final = 400
_BODY: Final = "body"


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether the post leads where the campaign wants it, safely and measurably.

    So is every address in its text: platforms make links of them.
    """
    link, expected = subject.asset.link, subject.context.landing_url
    parts = web_address(link)
    evidence = {"url": link, "host": parts.hostname if parts else None}
    findings: list[QualityCheck] = []
    if link is not None and parts is None:
        findings.append(judge.failed(LINK_INVALID, **evidence))
    if expected is not None and link != expected:
        findings.append(judge.failed(LINK_MISMATCH, expected=expected, **evidence))
    if parts is not None:
        findings += _judge_parts(subject, judge, parts, evidence)
    findings += _judge_texts(subject, judge)
    return findings or [judge.passed(**evidence)]


def _judge_parts(
    subject: Subject, judge: Judge, parts: SplitResult, evidence: dict[str, Any]
) -> list[QualityCheck]:
    findings: list[QualityCheck] = []
    terms = subject.context.terms
    if parts.scheme == "http":
        findings.append(judge.failed(LINK_NOT_HTTPS, **evidence))
    if terms.link_hosts and not _is_among(parts, terms.link_hosts):
        findings.append(judge.failed(LINK_HOST_NOT_ALLOWED, allowed=terms.link_hosts, **evidence))
    names = {name for name, _ in parse_qsl(parts.query)}
    missing = [name for name in _UTM if name not in names]
    if missing:
        findings.append(judge.warned(UTM_MISSING, missing=missing, **evidence))
    status = terms.link_statuses.get(subject.asset.link or "")
    if status is not None and not 0 < status < _BROKEN_FROM:
        findings.append(judge.warned(LINK_UNREACHABLE, status=status, **evidence))
    return findings


def _judge_texts(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge the addresses in the copy, and whether a post without any other place has its link."""
    wanted = subject.context.landing_url or subject.asset.link
    findings: list[QualityCheck] = []
    for name, text in subject.asset.text.items():
        for address in dict.fromkeys(addresses_in(text, wanted)):
            if address.text not in {wanted, subject.context.terms.unsubscribe_url}:
                findings += _judge_address(subject, judge, address, name)
    if subject.placement.link_in_text and wanted is not None:
        body = subject.asset.text.get(_BODY, "")
        if all(address.text != wanted for address in addresses_in(body, wanted)):
            why = "the placement has no place for its link but the text, and the text has it not"
            about = {"field": _BODY, "reason": why, "expected": wanted}
            findings.append(judge.failed(LINK_MISMATCH, url=None, host=None, **about))
    return findings


def _judge_address(
    subject: Subject, judge: Judge, address: Address, field: str
) -> list[QualityCheck]:
    parts = web_address(address.text)
    url = address.text if address.has_scheme else address.text.removeprefix("https://")
    evidence = {"field": field, "url": url, "host": parts.hostname if parts else None}
    if parts is None:
        return [judge.failed(LINK_INVALID, **evidence)]
    findings: list[QualityCheck] = []
    if parts.scheme == "http":
        findings.append(judge.failed(LINK_NOT_HTTPS, **evidence))
    allowed = _allowed_hosts(subject)
    is_name = not address.is_clickable and (
        not allowed or url.casefold() == subject.brand.casefold()
    )
    if is_name:
        return findings
    if not allowed:
        why = "nobody says where the links in the text may lead"
        findings.append(judge.unmeasured(why, **evidence))
    elif not _is_among(parts, allowed) and address.is_clickable:
        findings.append(judge.failed(LINK_HOST_NOT_ALLOWED, allowed=allowed, **evidence))
    elif not _is_among(parts, allowed):
        findings.append(judge.warned(LINK_HOST_NOT_ALLOWED, allowed=allowed, **evidence))
    elif address.has_scheme and not subject.context.terms.link_hosts:
        why = "it is another page than the campaign's"
        findings.append(judge.warned(LINK_MISMATCH, reason=why, **evidence))
    return findings


def _allowed_hosts(subject: Subject) -> list[str]:
    """Return the hosts that links may lead to; without any named, the campaign's own."""
    if subject.context.terms.link_hosts:
        return subject.context.terms.link_hosts
    own = web_address(subject.context.landing_url or subject.asset.link)
    return [own.hostname] if own is not None and own.hostname is not None else []


def _is_among(parts: SplitResult, hosts: list[str]) -> bool:
    host = (parts.hostname or "").removeprefix("www.")
    allowed = [name.lower().removeprefix("www.") for name in hosts]
    return any(host == name or host.endswith(f".{name}") for name in allowed)


CHECK: Final = Check(
    check_id="link_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.COPY}),
    measures="where the post and the addresses in its text lead",
    reasons=(
        LINK_INVALID,
        LINK_NOT_HTTPS,
        LINK_HOST_NOT_ALLOWED,
        LINK_MISMATCH,
        UTM_MISSING,
        LINK_UNREACHABLE,
    ),
    find=check,
)
