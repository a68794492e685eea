"""Tenants' policies in a folder of TOML files."""

import asyncio
import tomllib
from pathlib import Path
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from contracts import (
    ContractInvalid,
    TenantPolicy,
    TrustedAuditor,
    explain,
)


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
