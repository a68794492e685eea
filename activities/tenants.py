"""Tenants' policies in a folder of TOML files, and what a policy refuses."""

import asyncio
import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import simplemma
from pydantic import ValidationError

from contracts import (
    CampaignRequest,
    ContractInvalid,
    PolicyViolation,
    TenantPolicy,
    TrustedAuditor,
    explain,
)

_WORD: Final = re.compile(r"\w+")
_CHECKED_FIELDS: Final = ("name", "product", "purpose", "core_message", "call_to_action")


class FileTenantPolicies:
    """Policies in `{folder}/{tenant_id}.toml`, else `default.toml`, else one that allows all.

    The keys are the fields of `TenantPolicy`. The auditors given here are trusted by every
    policy that does not list its own. A file is read anew each time it is asked for.
    """

    def __init__(self, folder: Path, auditors: list[TrustedAuditor]) -> None:
        self._folder = folder
        self._auditors = list(auditors)

    async def policy_of(self, tenant_id: UUID) -> TenantPolicy:
        """Return the tenant's policy as it stands.

        Raises:
            ContractInvalid: There is a file, but it cannot be read as a policy.
        """
        return await asyncio.to_thread(self._read, tenant_id)

    def _read(self, tenant_id: UUID) -> TenantPolicy:
        for name in (f"{tenant_id}.toml", "default.toml"):
            try:
                fields = tomllib.loads((self._folder / name).read_bytes().decode("utf-8"))
            except FileNotFoundError:
                continue
            except (OSError, ValueError) as error:
                raise ContractInvalid(
                    f"The tenant's policy {name} cannot be read as TOML in UTF-8: {error}."
                ) from error
            return self._policy(name, fields)
        return TenantPolicy(source="built-in default", trusted_auditors=self._auditors)

    def _policy(self, name: str, fields: dict[str, Any]) -> TenantPolicy:
        if "source" in fields:
            raise ContractInvalid(
                f"The tenant's policy {name} is invalid: source: is the file's own name and is "
                "left out."
            )
        try:
            return TenantPolicy.model_validate(
                {"trusted_auditors": self._auditors} | fields | {"source": name}
            )
        except ValidationError as error:
            raise ContractInvalid(
                f"The tenant's policy {name} is invalid: {explain(error)}."
            ) from error


def refuse_against(policy: TenantPolicy, request: CampaignRequest) -> None:
    """Refuse a request that its tenant's policy does not allow.

    A prohibited topic is found in any of the request's own words, whatever its case, accents or
    inflection in the request's language.

    Raises:
        PolicyViolation: It names everything that is not allowed.
    """
    faults: list[str] = []
    if policy.channels_allowed is not None:
        strangers = [
            plan.channel for plan in request.channels if plan.channel not in policy.channels_allowed
        ]
        if strangers:
            allowed = ", ".join(policy.channels_allowed) or "none"
            faults.append(f"channel {', '.join(strangers)} is not allowed (allowed: {allowed})")
    if policy.budget_ceiling is not None and request.budget.total > policy.budget_ceiling:
        faults.append(
            f"the budget of {request.budget.total:.2f} {request.budget.currency} is above the "
            f"ceiling of {policy.budget_ceiling:.2f}"
        )
    for topic in policy.prohibited_topics:
        fields = [
            field
            for field in _CHECKED_FIELDS
            if _speaks_of(getattr(request, field), topic, request.language)
        ]
        if fields:
            faults.append(f"the topic {topic!r} is prohibited and stands in {', '.join(fields)}")
    if faults:
        raise PolicyViolation(
            f"The tenant's policy ({policy.source}) refuses this campaign: {'; '.join(faults)}."
        )


def _speaks_of(text: str, topic: str, language: str) -> bool:
    wanted = [_forms(word, language) for word in _WORD.findall(_composed(topic))]
    if not wanted:
        return _folded(topic) in _folded(text)
    words = [_forms(word, language) for word in _WORD.findall(_composed(text))]
    return any(
        all(forms & sought for forms, sought in zip(words[start:], wanted, strict=False))
        for start in range(len(words) - len(wanted) + 1)
    )


def _forms(word: str, language: str) -> frozenset[str]:
    folded = _folded(word)
    lemma = _folded(simplemma.lemmatize(word.casefold(), lang=language))
    # The lemmas know no word that lost its accents, such as "politicas": its plural is undone here.
    return frozenset({folded, lemma, folded.removesuffix("s")})


def _composed(text: str) -> str:
    # Invisible characters (category Cf) would hide a word from the look-up but not from a reader.
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return unicodedata.normalize("NFKC", visible)


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
