"""Tenants' policies in a folder of TOML files, and what a policy refuses."""

import asyncio
import tomllib
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from contracts import (
    CampaignRequest,
    ContractInvalid,
    PolicyViolation,
    TenantPolicy,
    TrustedAuditor,
    explain,
)
from domain.text.words import find

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
    inflection in Spanish or English.

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
        fields = [field for field in _CHECKED_FIELDS if find([topic], getattr(request, field))]
        if fields:
            faults.append(f"the topic {topic!r} is prohibited and stands in {', '.join(fields)}")
    if faults:
        raise PolicyViolation(
            f"The tenant's policy ({policy.source}) refuses this campaign: {'; '.join(faults)}."
        )
