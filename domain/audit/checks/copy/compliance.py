"""The check of what law and providers demand to be said."""

import re
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.text.spelling import aligned_fold, fold, normalize

UNSUBSCRIBE_MISSING: Final = Reason(
    "UNSUBSCRIBE_MISSING", "readers are not told how to unsubscribe", warning=Severity.LOW
)
AI_DISCLOSURE_MISSING: Final = Reason(
    "AI_DISCLOSURE_MISSING", "the copy does not say that a model made the picture"
)
AD_DISCLOSURE_MISSING: Final = Reason(
    "AD_DISCLOSURE_MISSING", "the copy is not marked as {required_label}"
)

_UNSUBSCRIBE: Final = re.compile(
    r"\b(?:unsubscribe|opt[ -]?out|darse de baja|date de baja|darte de baja|dese de baja"
    r"|cancelar (?:la |tu |su )?suscripcion|dejar de recibir|baja aqui)\b"
)
_AI: Final = re.compile(
    r"\b(?:creada?|generada?|hech[oa]|realizada?) (?:con|por|mediante) "
    r"(?:ia|inteligencia artificial)\b"
    r"|\b(?:made|created|generated) (?:with|by|using) (?:ai|artificial intelligence)\b"
    r"|\bai[- ]generated\b|#aigenerated\b|#ia\b"
)
_EUROPE: Final = frozenset(
    {
        "eu", "at", "be", "bg", "cy", "cz", "de", "dk", "ee", "es", "fi", "fr", "gr", "hr", "hu",
        "ie", "it", "lt", "lu", "lv", "mt", "nl", "pl", "pt", "ro", "se", "si", "sk",
    }
)  # fmt: skip
"""Where article 50 of the EU's AI Act applies (Regulation 2024/1689, from 2026-08-02)."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge unsubscribing, the disclosure of generated pictures, and the mark of advertising."""
    findings = [
        *_unsubscribing(subject, judge),
        *_generation(subject, judge),
        *_advertising(subject, judge),
    ]
    return findings or [judge.passed()]


def _unsubscribing(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """RFC 8058 and Gmail's rules bind who sends in bulk; anybody else is reminded of them."""
    terms = subject.context.terms
    if not subject.placement.needs_unsubscribe or terms.unsubscribe_url is not None:
        return []
    evidence = {
        "header": "List-Unsubscribe",
        "source": "RFC 8058; support.google.com/a/answer/14229414",
    }
    if terms.bulk_email:
        return [judge.failed(UNSUBSCRIBE_MISSING, **evidence)]
    if _UNSUBSCRIBE.search(_whole(subject)):
        return []
    return [judge.warned(UNSUBSCRIBE_MISSING, **evidence)]


def _generation(subject: Subject, judge: Judge) -> list[QualityCheck]:
    if not subject.asset.ai_generated:
        return []
    terms = subject.context.terms
    label = terms.ai_label
    is_said = _says(subject, label) if label else _AI.search(_whole(subject)) is not None
    if is_said:
        return []
    evidence = {"required_label": label, "region": terms.regions}
    if _EUROPE & set(terms.regions):
        return [judge.failed(AI_DISCLOSURE_MISSING, **evidence)]
    # Which pictures need a visible label elsewhere is a question for a lawyer.
    return [judge.warned(AI_DISCLOSURE_MISSING, **evidence)]


def _advertising(subject: Subject, judge: Judge) -> list[QualityCheck]:
    label = subject.context.terms.ad_label
    if label is None or _says(subject, label):
        return []
    return [judge.failed(AD_DISCLOSURE_MISSING, required_label=label)]


def _says(subject: Subject, label: str) -> bool:
    wanted = fold(normalize(label)).strip()
    return re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", _whole(subject)) is not None


def _whole(subject: Subject) -> str:
    """Return what readers see: a label in the alternative text would be hidden from most."""
    texts = (text for name, text in subject.texts.items() if name != "alt_text")
    return aligned_fold(normalize("\n".join(texts)))


CHECK: Final = Check(
    check_id="compliance_check",
    severity=Severity.CRITICAL,
    needs=frozenset({Need.COPY}),
    measures="unsubscribing, generated pictures, marked advertising",
    reasons=(UNSUBSCRIBE_MISSING, AI_DISCLOSURE_MISSING, AD_DISCLOSURE_MISSING),
    find=check,
)
