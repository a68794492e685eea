"""Tenants' policies in a folder of TOML files."""

import asyncio
import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError

from contracts import (
    DEFAULT_TENANT,
    ContractInvalid,
    PolicyViolation,
    TenantPolicy,
    TrustedAuditor,
    explain,
)
from domain.toml import read_toml

_SUFFIX: Final = ".toml"
_HOUSE: Final = "default"
"""Whose policy `default.toml` is, beside the tenants' own."""
_UNKNOWN: Final = "unknown_tenants"
_ID: Final = re.compile(
    r"[0-9a-f]{8}(?P<dash>-?)[0-9a-f]{4}(?P=dash)[0-9a-f]{4}(?P=dash)[0-9a-f]{4}(?P=dash)"
    r"[0-9a-f]{12}"
)


class _Unknown(StrEnum):
    """What `default.toml` says of tenants that have no file of their own."""

    REFUSED = "refused"
    ALLOWED = "allowed"


class FileTenantPolicies:
    """One TOML file for each tenant in a folder: whom no file speaks for is refused.

    `{tenant_id}.toml` is that tenant's policy, whatever the case of its name, with dashes or
    without. `default.toml` is the policy of requests that name no tenant and, if it says
    `unknown_tenants = "allowed"`, of every tenant without a file of its own. While there is no file
    at all, everything is allowed. Hidden files are left out, and folders.

    The keys are the fields of `TenantPolicy`. The auditors given here are trusted by every
    policy that does not list its own. A file is read anew each time it is asked for.
    """

    def __init__(
        self, folder: Path, auditors: Iterable[TrustedAuditor], *, must_exist: bool = False
    ) -> None:
        """Take where the policies are.

        Args:
            folder: The folder of the files.
            auditors: Whom a policy trusts that says nothing of it.
            must_exist: A folder that is missing is a mistake, and not one without policies.
        """
        self._folder = folder
        self._auditors = list(auditors)
        self._must_exist = must_exist

    def check(self) -> None:
        """Read every policy, so that a mistake is found before a campaign of its tenant.

        Raises:
            ContractInvalid: A file is no tenant's, two are the same one's, or one cannot be read
                as a policy.
        """
        owners: dict[str, list[Path]] = {}
        for file in self._files():
            owner = _owner_of(file)
            if owner is None:
                raise ContractInvalid(
                    f"The file {file.name} is no tenant's policy: a policy is called "
                    f"{{tenant_id}}{_SUFFIX}, such as {DEFAULT_TENANT}{_SUFFIX}, or "
                    f"{_HOUSE}{_SUFFIX}."
                )
            owners.setdefault(owner, []).append(file)
        for files in owners.values():
            self._read(_only(files))

    async def policy_of(self, tenant_id: UUID) -> TenantPolicy:
        """Return the tenant's policy as it stands.

        Raises:
            PolicyViolation: There are policies, and none of them speaks for the tenant.
            ContractInvalid: There is a file, but it cannot be read as a policy.
        """
        return await asyncio.to_thread(self._policy_of, tenant_id)

    def speaks_for(self, tenant_id: UUID) -> bool:
        """Tell whether a campaign of the tenant is let in.

        Raises:
            ContractInvalid: There is a file, but it cannot be read as a policy.
        """
        try:
            self._policy_of(tenant_id)
        except PolicyViolation:
            return False
        return True

    def named(self) -> Iterator[UUID]:
        """Yield the tenants for whom a file speaks by its name."""
        for file in self._files():
            owner = _owner_of(file)
            if owner is not None:
                yield DEFAULT_TENANT if owner == _HOUSE else UUID(owner)

    def written(self) -> Iterator[tuple[str, TenantPolicy, bool]]:
        """Yield whose each file is, what it says, and whether it lets unknown tenants in.

        Raises:
            ContractInvalid: One cannot be read as a policy.
        """
        for file in self._files():
            policy, unknown = self._read(file)
            yield _owner_of(file) or file.name, policy, unknown is _Unknown.ALLOWED

    def _policy_of(self, tenant_id: UUID) -> TenantPolicy:
        files = self._files()
        if not files:
            return TenantPolicy(source="built-in default", trusted_auditors=self._auditors)
        if own := [file for file in files if _owner_of(file) == str(tenant_id)]:
            return self._read(_only(own))[0]
        if house := [file for file in files if _owner_of(file) == _HOUSE]:
            policy, unknown = self._read(_only(house))
            if unknown is _Unknown.ALLOWED or tenant_id == DEFAULT_TENANT:
                return policy
        raise PolicyViolation(_refusal(tenant_id))

    def _files(self) -> list[Path]:
        """Return everything that is, or may have been meant as, a policy."""
        try:
            return sorted(filter(_may_be_policy, self._folder.iterdir()))
        except FileNotFoundError as error:
            if not self._must_exist:
                return []
            raise ContractInvalid("The folder of the tenants' policies does not exist.") from error
        except OSError as error:
            raise ContractInvalid(
                f"The folder of the tenants' policies cannot be read: {error.strerror}."
            ) from error

    def _read(self, file: Path) -> tuple[TenantPolicy, _Unknown]:
        named = f"The tenant's policy {file.name}"
        try:
            fields = read_toml(file.read_bytes(), named)
        except OSError as error:
            raise ContractInvalid(f"{named} cannot be read: {error.strerror}.") from error
        said = _Unknown.REFUSED.value
        if _owner_of(file) == _HOUSE:
            said = fields.pop(_UNKNOWN, said)
        try:
            unknown = _Unknown(said)
        except ValueError as error:
            raise _invalid(
                file, f'{_UNKNOWN}: must be "{_Unknown.REFUSED}" or "{_Unknown.ALLOWED}"'
            ) from error
        return self._policy(file, fields), unknown

    def _policy(self, file: Path, fields: dict[str, Any]) -> TenantPolicy:
        if "source" in fields:
            raise _invalid(file, "source: is the file's own name and is left out")
        if _UNKNOWN in fields:
            raise _invalid(file, f"{_UNKNOWN}: is said in {_HOUSE}{_SUFFIX} alone")
        try:
            return TenantPolicy.model_validate(
                {"trusted_auditors": self._auditors} | fields | {"source": file.name}
            )
        except ValidationError as error:
            raise _invalid(file, explain(error)) from error


def _may_be_policy(entry: Path) -> bool:
    is_named_so = entry.suffix.lower() == _SUFFIX
    return not entry.name.startswith(".") and (is_named_so or not entry.is_dir())


def _owner_of(file: Path) -> str | None:
    """Return the id of the tenant whose policy this is, or `default`, or `None` for nobody's."""
    name = file.name.lower()
    stem = name.removesuffix(_SUFFIX)
    if stem == name:
        return None
    if _ID.fullmatch(stem):
        return str(UUID(stem))
    return _HOUSE if stem == _HOUSE else None


def _only(files: list[Path]) -> Path:
    """Return the one file of a tenant.

    Raises:
        ContractInvalid: There are several, and nobody knows which one counts.
    """
    if len(files) > 1:
        raise ContractInvalid(
            f"The files {' and '.join(file.name for file in files)} are policies of the same "
            "tenant: keep one of them."
        )
    return files[0]


def _refusal(tenant_id: UUID) -> str:
    if tenant_id == DEFAULT_TENANT:
        return (
            "The request names no tenant, and the tenants' policies do not allow that: give its "
            f"tenant_id, or write {_HOUSE}{_SUFFIX} beside them for requests that name none."
        )
    return (
        f"The tenant {tenant_id} is unknown, since none of the tenants' policies is its own: "
        f"correct tenant_id, write {tenant_id}{_SUFFIX} beside them, or say "
        f'{_UNKNOWN} = "{_Unknown.ALLOWED}" in {_HOUSE}{_SUFFIX}.'
    )


def _invalid(file: Path, what: str) -> ContractInvalid:
    return ContractInvalid(f"The tenant's policy {file.name} is invalid: {what}.")
