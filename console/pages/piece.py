"""One audited creative on a page: the picture with its findings, the copy, and what passed."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from console.pages.frame import count, sentence
from console.pages.picture import figure, grouped
from console.pages.swatches import swatches
from console.words.findings import box_of, is_open, named, place_of, tally, told
from contracts import QualityCheck, QualityVerdict, Severity
from domain.audit.offline import PostCopy
from domain.gravity import faults_of
from domain.platforms import Placement
from runtime.audit.replies import AuditedFile

_VERDICT_TONES: Final = {
    QualityVerdict.PASS: "good",
    QualityVerdict.WARN: "ask",
    QualityVerdict.FAIL: "bad",
}
_TONES: Final = {Severity.CRITICAL: "bad", Severity.HIGH: "ask"}


def piece(
    number: int, file: AuditedFile, data: bytes, copy: PostCopy | None, place: Placement
) -> str:
    """Return one creative as an article.

    Args:
        number: Which of the page's creatives it is, from 1: the article's id is `file-{number}`.
        file: What was found.
        data: The picture's bytes.
        copy: What is written beside it; `None` is a picture alone.
        place: Where it goes.
    """
    faults = faults_of(file.checks)
    findings = [check for check in faults if not is_open(check)]
    open_ones = [check for check in faults if is_open(check)]
    regions = {n: box for n, check in enumerate(findings, 1) if (box := box_of(check)) is not None}
    tones = {n: _tone(check) for n, check in enumerate(findings, 1)}
    shown, size = figure(data, grouped(regions, tones), file.file)
    measure = f"{size[0]} × {size[1]} px, " if size else ""
    outlined = f"Outlined: {count(len(regions), 'finding')} of {len(findings)}." if regions else ""
    return f"""
<article class="piece {_VERDICT_TONES[file.verdict]}" id="file-{number}">
<header>{verdict(file)}<h2>{escape(file.file)}</h2>
<p class=quiet>{tally(file.checks)} · {measure}{file.size_bytes:,} bytes</p></header>
<div class=body><div class=side><figure>{shown}<figcaption>{outlined}</figcaption></figure></div>
<div>{_findings(findings)}{_not_judged(open_ones)}</div></div>
<div class=below>{_copy(file, copy, place)}{_passed(file)}
<h3>File</h3><p class=quiet>SHA-256 <code>{file.sha256}</code></p></div></article>"""


def verdict(file: AuditedFile) -> str:
    """Return the verdict as a badge."""
    return f'<span class="verdict {_VERDICT_TONES[file.verdict]}">{file.verdict}</span>'


def _findings(findings: Sequence[QualityCheck]) -> str:
    if not findings:
        return "<h3>Findings</h3><p>Nothing is wrong with what could be judged.</p>"
    return f"<h3>Findings</h3>{findings_list(findings)}"


def findings_list(findings: Sequence[QualityCheck]) -> str:
    """Return findings as a numbered list."""
    items = "".join(_finding(number, check) for number, check in enumerate(findings, 1))
    return f"<ol class=findings>{items}</ol>"


def _finding(number: int, check: QualityCheck) -> str:
    where = place_of(check)
    place = f"<p class=quiet>{escape(where)}</p>" if where else ""
    return (
        f'<li class="finding {_tone(check)}"><span class=num>{number}</span><div>'
        f"<p class=head><b>{escape(named(check.reason_code or check.check_id))}</b>"
        f"<span class=tag>{check.result} {check.severity}</span></p>"
        f"<p>{escape(sentence(told(check)))}</p>{place}{swatches(check)}</div></li>"
    )


def _not_judged(checks: Iterable[QualityCheck]) -> str:
    reasons: dict[str, list[str]] = {}
    for check in checks:
        why = told(check).removeprefix("not judged: ")
        reasons.setdefault(why, []).append(named(check.check_id).lower())
    if not reasons:
        return ""
    items = "".join(
        f"<li>{escape(sentence(why))} Left to a person: {escape(', '.join(dict.fromkeys(ids)))}."
        for why, ids in reasons.items()
    )
    return f"<h3>Not judged</h3><ul class=plain>{items}</ul>"


def _copy(file: AuditedFile, copy: PostCopy | None, place: Placement) -> str:
    if copy is None:
        ids = ", ".join(named(name).lower() for name in file.left_out)
        return f"<h3>Copy</h3><p class=quiet>None was given, so these were left out: {ids}.</p>"
    measured = {
        str(check.evidence["field"]): check
        for check in file.checks
        if check.check_id == "field_length_check" and "field" in check.evidence
    }
    order = sorted(copy.fields, key=lambda name: (_rank(name, place), name))
    rows = [
        f"<tr><th scope=row>{escape(named(name))}<td class=said>{escape(copy.fields[name])}"
        f"<td class=count>{_length(measured.get(name))}"
        for name in order
    ]
    extras = {"alternative text": copy.alt_text, "link": copy.link}
    rows += [
        f"<tr><th scope=row>{name.capitalize()}<td class=said>{escape(text)}<td>"
        for name, text in extras.items()
        if text is not None
    ]
    if not rows:
        return "<h3>Copy</h3><p class=quiet>The copy is empty.</p>"
    return (
        "<h3>Copy</h3><table><thead><tr><th scope=col>Field<th scope=col>Text"
        f"<th scope=col>Length</thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _rank(name: str, place: Placement) -> int:
    kinds = list(place.fields)
    limit = place.limit_of(name)
    return len(kinds) if limit is None else kinds.index(limit.name)


def _length(check: QualityCheck | None) -> str:
    evidence: dict[str, Any] = {} if check is None else check.evidence
    match evidence:
        case {"actual": int(actual), "max": int(most), "counting": str(counting), **rest}:
            tone = "good" if actual <= most else "bad" if rest["enforcement"] == "hard" else "ask"
            filled = min(100, round(100 * actual / max(1, most)))
            limit = f"{rest['enforcement']} limit"
            return (
                f"<span class=line><span>{actual:,} of {most:,} "
                f"{escape(counting.replace('_', ' '))}</span> "
                f"<span class=quiet>{escape(limit)}</span></span>"
                f'<span class="meter {tone}"><i style="width:{filled}%"></i></span>'
            )
        case _:
            return ""


def _passed(file: AuditedFile) -> str:
    faulty = {check.check_id for check in faults_of(file.checks)}
    passed = sorted({check.check_id for check in file.checks} - faulty)
    if not passed:
        return ""
    names = ", ".join(named(check_id).lower() for check_id in passed)
    return f"<h3>Passed</h3><p class=quiet>{escape(sentence(names))}</p>"


def _tone(check: QualityCheck) -> str:
    return _TONES.get(check.severity, "mild")
