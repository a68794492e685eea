"""Who does the work of each stage, as the file of providers says."""

from collections.abc import AsyncIterator

from contracts import DEFAULT_TENANT, ContractInvalid, as_prose
from runtime.doctor.replies import Finding, Health
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.composition import provider_choices


async def examine_providers(settings: Settings) -> AsyncIterator[Finding]:
    """Look at the file of providers and at the secrets that it names; nobody is asked for work.

    Raises:
        WrongUse: It does not fit, or a secret is missing.
    """
    try:
        choices = provider_choices(settings)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error
    for tenant in (DEFAULT_TENANT, *choices.of_tenants):
        names = choices.names(tenant)
        yield Finding(
            part="providers" if tenant == DEFAULT_TENANT else f"providers of {tenant}",
            health=Health.WELL,
            says=as_prose(", ".join(f"{stage} by {name}" for stage, name in names.items())),
        )
