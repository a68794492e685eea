"""The auditor's findings as one HTML page: whole in itself, without scripts."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any, Final

from activities.audit.offline import PostCopy
from activities.platforms import Placement, placement_of
from console.audit_page_style import STYLESHEET
from console.audit_picture import figure, grouped
from console.audit_swatches import swatches
from console.audit_words import box_of, faults_of, is_open, named, place_of, tally, told
from contracts import CompiledRule, QualityCheck, QualityVerdict, RuleKind, Severity
from runtime.audit_replies import AuditedFile, AuditedFiles, RuleInForce

_MOST_RULES: Final = 200
"""Rules that the page spells out; those that no check judges come first."""

_VERDICT_TONES: Final = {
    QualityVerdict.PASS: "good",
    QualityVerdict.WARN: "ask",
    QualityVerdict.FAIL: "bad",
}
_TONES: Final = {Severity.CRITICAL: "bad", Severity.HIGH: "ask"}
_KINDS: Final = {
    RuleKind.COLOR: "the picture is searched for the color {}",
    RuleKind.COLOR_HEX: "the picture is searched for {}",
    RuleKind.TOPIC: "the copy is searched for words about {}",
    RuleKind.TERMS: "the copy is searched for «{}» in every form",
    RuleKind.FEATURE: "the copy is searched for {}",
    RuleKind.TONE: "the tone is measured: {}",
    RuleKind.CONSTRAINT: "the limit is measured: {}",
}


def page_of(answer: AuditedFiles, pictures: Sequence[bytes], copy: PostCopy | None) -> str:
    """Return the page.

    Args:
        answer: What was found.
        pictures: The bytes of each file, in the same order.
        copy: What was audited beside each of them.
    """
    place = placement_of(answer.channel, answer.placement)
    where = f"{answer.channel.replace('_', ' ')} · {answer.placement}"
    pieces = "".join(
        _piece(number, file, data, copy, place)
        for number, (file, data) in enumerate(zip(answer.files, pictures, strict=True), 1)
    )
    title = f"Audit: {answer.verdict}, {where}"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title><style>{STYLESHEET}</style></head>
<body><header class=top><h1>Creative audit</h1>
<p class=quiet>{escape(where)} · {_count(len(answer.files), "file")}</p>{_contents(answer)}</header>
<main>{pieces}{_rules(answer.rules)}</main>
<footer class=foot><p>Judged by <code>{escape(answer.ruleset)}</code>. This page is not signed:
what lets a campaign publish is the auditor's signed report.</p></footer></body></html>
"""


def _contents(answer: AuditedFiles) -> str:
    if len(answer.files) == 1:
        return ""
    entries = "".join(
        f'<li><a href="#file-{number}">{_verdict(file)}{escape(file.file)}</a>'
        for number, file in enumerate(answer.files, 1)
    )
    return f"<nav aria-label=Files><ul class=files>{entries}</ul></nav>"


def _piece(
    number: int, file: AuditedFile, data: bytes, copy: PostCopy | None, place: Placement
) -> str:
    faults = faults_of(file.checks)
    findings = [check for check in faults if not is_open(check)]
    open_ones = [check for check in faults if is_open(check)]
    regions = {n: box for n, check in enumerate(findings, 1) if (box := box_of(check)) is not None}
    tones = {n: _tone(check) for n, check in enumerate(findings, 1)}
    shown, size = figure(data, grouped(regions, tones), file.file)
    measure = f"{size[0]} × {size[1]} px, " if size else ""
    outlined = f"Outlined: {_count(len(regions), 'finding')} of {len(findings)}." if regions else ""
    return f"""
<article class="piece {_VERDICT_TONES[file.verdict]}" id="file-{number}">
<header>{_verdict(file)}<h2>{escape(file.file)}</h2>
<p class=quiet>{tally(file.checks)} · {measure}{file.size_bytes:,} bytes</p></header>
<div class=body><div class=side><figure>{shown}<figcaption>{outlined}</figcaption></figure></div>
<div>{_findings(findings)}{_not_judged(open_ones)}</div></div>
<div class=below>{_copy(file, copy, place)}{_passed(file)}
<h3>File</h3><p class=quiet>SHA-256 <code>{file.sha256}</code></p></div></article>"""


def _verdict(file: AuditedFile) -> str:
    return f'<span class="verdict {_VERDICT_TONES[file.verdict]}">{file.verdict}</span>'


def _findings(findings: Sequence[QualityCheck]) -> str:
    if not findings:
        return "<h3>Findings</h3><p>Nothing is wrong with what could be judged.</p>"
    items = "".join(_finding(number, check) for number, check in enumerate(findings, 1))
    return f"<h3>Findings</h3><ol class=findings>{items}</ol>"


def _finding(number: int, check: QualityCheck) -> str:
    where = place_of(check)
    place = f"<p class=quiet>{escape(where)}</p>" if where else ""
    return (
        f'<li class="finding {_tone(check)}"><span class=num>{number}</span><div>'
        f"<p class=head><b>{escape(named(check.reason_code or check.check_id))}</b>"
        f"<span class=tag>{check.result} {check.severity}</span></p>"
        f"<p>{escape(_sentence(told(check)))}</p>{place}{swatches(check)}</div></li>"
    )


def _not_judged(checks: Iterable[QualityCheck]) -> str:
    reasons: dict[str, list[str]] = {}
    for check in checks:
        why = told(check).removeprefix("not judged: ")
        reasons.setdefault(why, []).append(named(check.check_id).lower())
    if not reasons:
        return ""
    items = "".join(
        f"<li>{escape(_sentence(why))} Left to a person: {escape(', '.join(dict.fromkeys(ids)))}."
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
    return f"<h3>Passed</h3><p class=quiet>{escape(_sentence(names))}</p>"


def _rules(rules: Sequence[RuleInForce]) -> str:
    if not rules:
        return ""
    first = sorted(rules, key=lambda one: one.why_not is None)[:_MOST_RULES]
    rows = "".join(
        f"<tr><th scope=row>{escape(one.rule.text)}<td>{_enforced(one)}" for one in first
    )
    more = ""
    if len(rules) > len(first):
        more = f"<p class=quiet>And {len(rules) - len(first):,} more rules.</p>"
    return (
        '<article class="piece rules mild"><header><h2>Rules</h2>'
        "<p class=quiet>What each rule became</p></header><div class=below>"
        "<table><thead><tr><th scope=col>Rule<th scope=col>How it is enforced</thead>"
        f"<tbody>{rows}</tbody></table>{more}</div></article>"
    )


def _enforced(one: RuleInForce) -> str:
    if one.why_not is not None:
        return (
            '<span class="tag ask">NOT ENFORCEABLE</span> '
            f"{escape(_sentence(one.why_not))} A person has to judge it."
        )
    return f'<span class="tag good">ENFORCED</span> {escape(_sentence(_how(one.rule)))}'


def _how(rule: CompiledRule) -> str:
    values = " ".join(rule.values) if rule.kind is RuleKind.CONSTRAINT else ", ".join(rule.values)
    return _KINDS[rule.kind].format(values.replace("_", " "))


def _tone(check: QualityCheck) -> str:
    return _TONES.get(check.severity, "mild")


def _sentence(text: str) -> str:
    if "://" not in text.partition(" ")[0]:  # an address stays as it is
        text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _count(number: int, word: str) -> str:
    return f"{number} {word}" + ("" if number == 1 else "s")
