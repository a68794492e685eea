"""The check that copy shows nobody's address, number or card."""

import json
from collections.abc import Collection, Sequence
from typing import Final

from contracts import QualityCheck, Severity
from domain.audit.check import Check, Need
from domain.audit.findings import Judge, Reason
from domain.audit.subject import Subject
from domain.text.personal_data import EMAIL, PHONE, digits_in, personal_data_in

PII_IN_COPY: Final = Reason(
    "PII_IN_COPY",
    "{kind} in the copy: {masked}, which the request itself gives; "
    "this line of the tenant's policy allows it in every campaign: {policy_line}",
    otherwise="{kind} in the copy: {masked}; the tenant's policy names its own under contacts",
)

_CONTACTS: Final = frozenset({EMAIL, PHONE})
"""What a sender may publish of itself: nobody's card is a contact."""


def check(subject: Subject, judge: Judge) -> list[QualityCheck]:
    """Judge whether copy shows somebody's address, number or card; known contacts may stand.

    Each is found once, with all fields that have it. The request's own telephone or address may be
    its sender's public one or somebody's private one: a person says which, and the policy for good.
    """
    allowed = {_key(contact) for contact in subject.context.contacts}
    own = _own_contacts(subject, allowed)
    line = _policy_line([*subject.context.policy_contacts, *own.values()])
    found: dict[str, tuple[str, str, list[str]]] = {}
    for name, text in subject.texts.items():
        for kind, value in personal_data_in(text):
            if _key(value) not in allowed:
                fields = found.setdefault(_key(value), (kind, value, []))[2]
                fields += [] if name in fields else [name]
    findings = [
        (judge.warned if key in own else judge.failed)(
            PII_IN_COPY,
            field=fields[0],
            fields=fields,
            kind=kind,
            masked=_masked(value),
            **({"policy_line": line} if key in own else {}),
        )
        for key, (kind, value, fields) in found.items()
    ]
    return findings or [judge.passed()]


def _own_contacts(subject: Subject, allowed: Collection[str]) -> dict[str, str]:
    """Return the contacts that the request's own words give and nobody has allowed yet."""
    return {
        _key(value): value
        for text in subject.context.own_words
        for kind, value in personal_data_in(text)
        if kind in _CONTACTS and _key(value) not in allowed
    }


def _policy_line(contacts: Sequence[str]) -> str:
    """Return the line of a tenant's policy that lets all its copy show these (TOML)."""
    return f"contacts = {json.dumps(contacts, ensure_ascii=False)}"


def _key(value: str) -> str:
    return value.casefold() if "@" in value else digits_in(value)[-9:] or value.casefold()


def _masked(value: str) -> str:
    """Return a value of which nobody learns more than that it is there."""
    return f"{value[0]}{'*' * (len(value) - 3)}{value[-2:]}"


CHECK: Final = Check(
    check_id="pii_check",
    severity=Severity.HIGH,
    needs=frozenset({Need.WORDS}),
    measures="addresses, telephone, identity and card numbers",
    reasons=(PII_IN_COPY,),
    find=check,
)
