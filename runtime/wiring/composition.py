"""The composition root: which implementation stands behind each port."""

import logging
import os
from functools import partial
from typing import TYPE_CHECKING, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from activities.compute import ProcessCompute
from activities.memory.folder import FolderMemory
from activities.ports import ArtifactStores, Ledger, RecipientLedger
from activities.publish.kind import PublisherTools
from activities.publish.routing import ChannelPublishers
from activities.stages import Stages
from activities.store import SweepableStores
from contracts import ContractInvalid, utc_now
from domain.platforms import known_placements
from runtime.installation.belonging import settle
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.settings import Settings
from runtime.wiring.channels import Rates, build_publishers, read_rates
from runtime.wiring.chosen_providers import Choices, build_providers, read_choices
from runtime.wiring.keys import auditor_key
from runtime.wiring.policies import tenant_policies
from runtime.wiring.providers import ProviderTools, warm_up
from runtime.wiring.stores import open_stores

if TYPE_CHECKING:
    from activities.ledger import SqlLedger

log: Final = logging.getLogger("phoenix.worker")


def publishers(
    settings: Settings,
    recipients: RecipientLedger | None = None,
    signer: Ed25519PrivateKey | None = None,
) -> ChannelPublishers:
    """Return the publishers that the file of channels names.

    Args:
        settings: Where everything is.
        recipients: Who was written to; without it, nothing is published to many.
        signer: The worker's key, with which it says that the gate let something through.

    Raises:
        ContractInvalid: The file does not fit, or is not there although it was set.
    """
    tools = PublisherTools(
        clock=utc_now, outbox=settings.outbox, recipients=recipients, signer=signer
    )
    return build_publishers(
        settings.channels, tools, os.environ, must_exist=not settings.has_default_channels
    )


def channel_rates(settings: Settings) -> Rates:
    """Return how fast publications may begin on each channel, as the file of channels says.

    Raises:
        WrongUse: A rate does not fit, or the file is not there although it was set.
    """
    try:
        return read_rates(settings.channels, must_exist=not settings.has_default_channels)
    except ContractInvalid as error:
        raise WrongUse(str(error)) from error


def provider_choices(settings: Settings) -> Choices:
    """Return who does the work of the stages, as the file of providers says.

    Raises:
        ContractInvalid: The file does not fit, names a tenant for whom no policy speaks, or is not
            there although it was set.
        WrongUse: A tenant's policy does not fit.
    """
    choices = read_choices(
        settings.providers, os.environ, must_exist=not settings.has_default_providers
    )
    for tenant in choices.of_tenants:
        if not tenant_policies(settings).speaks_for(tenant):
            raise ContractInvalid(
                f"The providers file {settings.providers} is invalid: tenants.{tenant}: no policy "
                "speaks for this tenant, so nothing is done for it."
            )
    return choices


def configured_stages(settings: Settings, say: Say = log.warning) -> Stages:
    """Return what settings and files choose; without them, what needs no network and no account.

    Args:
        settings: Where everything is.
        say: Hears of a key that had to be made.

    Raises:
        ContractInvalid: The auditor's key cannot be read, or the file of channels, that of
            providers or that of a channel does not fit.
        WrongUse: A tenant's policy does not fit.
    """
    from activities.ledger import SqlLedger  # noqa: PLC0415 - a plan does without the database

    known_placements()  # a faulty file is told before any work is taken
    key = auditor_key(settings, say)
    policies = tenant_policies(settings, key.auditor)
    stores = open_stores(settings.artifacts)
    compute = ProcessCompute(settings.compute_processes, warm_up)
    memory = FolderMemory(settings.memory)
    ledger = SqlLedger(settings.ledger_url)
    tools = ProviderTools(stores=stores, key=key, clock=utc_now, compute=compute, memory=memory)
    providers = build_providers(tools, provider_choices(settings))
    return Stages(
        ledger=ledger,
        policies=policies,
        stores=stores,
        radar=providers.radar,
        strategy=providers.strategy,
        content=providers.content,
        auditor=providers.auditor,
        publishers=publishers(settings, ledger.recipients, key.private_key),
        learner=providers.learner,
        clock=utc_now,
        compute=compute,
        belong_together=partial(_settled, ledger, stores),
    )


async def _settled(
    ledger: "SqlLedger", stores: SweepableStores, *used: Ledger | ArtifactStores
) -> None:
    """Let ledger and store belong together, unless somebody has put others in their place."""
    if used == (ledger, stores):
        await settle(ledger, stores)
