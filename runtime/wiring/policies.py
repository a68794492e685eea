"""Where tenants' policies are kept: all of them are read before anything relies on one."""

from uuid import UUID

from activities.admission.tenants import FileTenantPolicies
from activities.named_paths import named
from contracts import ContractInvalid, PolicyViolation, TenantPolicy, TrustedAuditor
from runtime.refusals import WrongUse
from runtime.settings import ENV_PREFIX, TENANTS, Settings


def tenant_policies(settings: Settings, *trusted: TrustedAuditor) -> FileTenantPolicies:
    """Return the policies in the folder of the settings, each of them checked.

    Only the folder that is meant by default may be missing: then nobody has written a policy yet.

    Args:
        settings: They name the folder.
        trusted: The auditors of policies that list none.

    Raises:
        WrongUse: Something in the folder is no policy that could be used, or it is missing.
    """
    policies = _unread(settings, *trusted)
    try:
        policies.check()
    except ContractInvalid as error:
        raise WrongUse(f"{_named(settings)}: {error}") from error
    return policies


async def policy_of(settings: Settings, tenant_id: UUID) -> TenantPolicy | None:
    """Return a tenant's policy as it stands, or `None` when none speaks for it.

    No other one is read: who starts thousands of campaigns asks for each.

    Raises:
        WrongUse: There is one, but it cannot be used.
    """
    try:
        return await _unread(settings).policy_of(tenant_id)
    except PolicyViolation:
        return None
    except ContractInvalid as error:
        raise WrongUse(f"{_named(settings)}: {error}") from error


def _named(settings: Settings) -> str:
    folder = named(settings.tenants)
    return folder if _is_default(settings) else f"{ENV_PREFIX}TENANTS={folder}"


def _is_default(settings: Settings) -> bool:
    return settings.tenants == settings.home / TENANTS


def _unread(settings: Settings, *trusted: TrustedAuditor) -> FileTenantPolicies:
    must_exist = not _is_default(settings)
    return FileTenantPolicies(settings.tenants, trusted, must_exist=must_exist)
