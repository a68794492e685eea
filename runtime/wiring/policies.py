"""Where tenants' policies are kept: all of them are read before anything relies on one."""

from activities.admission.tenants import FileTenantPolicies
from contracts import ContractInvalid, TrustedAuditor
from runtime.refusals import WrongUse
from runtime.settings import TENANTS, Settings


def tenant_policies(settings: Settings, *trusted: TrustedAuditor) -> FileTenantPolicies:
    """Return the policies in the folder of the settings, each of them checked.

    Only the folder that is meant by default may be missing: then nobody has written a policy yet.

    Args:
        settings: They name the folder.
        trusted: The auditors of policies that list none.

    Raises:
        WrongUse: Something in the folder is no policy that could be used, or it is missing.
    """
    is_default = settings.tenants == settings.home / TENANTS
    policies = FileTenantPolicies(settings.tenants, trusted, must_exist=not is_default)
    try:
        policies.check()
    except ContractInvalid as error:
        raise WrongUse(f"{settings.tenants}: {error}") from error
    return policies
