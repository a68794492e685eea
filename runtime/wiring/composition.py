"""The composition root: which implementation stands behind each port."""

import logging
import os
from typing import Final

from activities.admission.tenants import FileTenantPolicies
from activities.audit.keys import AuditorKey
from activities.ports import TenantPolicies
from activities.publish.kind import PublisherTools
from activities.publish.routing import ChannelPublishers
from activities.stages import Stages
from contracts.base import utc_now
from domain.platforms import known_placements
from runtime.say import Say
from runtime.settings import Settings
from runtime.wiring.channels import build_publishers
from runtime.wiring.keys import auditor_key
from runtime.wiring.providers import ProviderTools, build_providers
from runtime.wiring.stores import open_store

log: Final = logging.getLogger("phoenix.worker")


def tenant_policies(settings: Settings, key: AuditorKey) -> TenantPolicies:
    """Return where tenants' policies are kept; by default they trust this key."""
    return FileTenantPolicies(settings.tenants, [key.auditor])


def publishers(settings: Settings) -> ChannelPublishers:
    """Return the publishers that the file of channels names.

    Raises:
        ContractInvalid: The file does not fit, or is not there although it was set.
    """
    tools = PublisherTools(clock=utc_now, outbox=settings.outbox)
    return build_publishers(
        settings.channels, tools, os.environ, must_exist=not settings.has_default_channels
    )


def built_in_stages(settings: Settings, say: Say = log.warning) -> Stages:
    """Return the built-in implementations: they need no network, no model and no account.

    Args:
        settings: Where everything is.
        say: Hears of a key that had to be made.

    Raises:
        ContractInvalid: The auditor's key cannot be read, or the file of channels or that of a
            channel does not fit.
    """
    from activities.ledger import SqlLedger  # noqa: PLC0415 - a plan does without the database

    known_placements()  # a faulty file is told before any work is taken
    key = auditor_key(settings, say)
    store = open_store(settings.artifacts)
    providers = build_providers(ProviderTools(store=store, key=key, clock=utc_now))
    return Stages(
        ledger=SqlLedger(settings.ledger_url),
        policies=tenant_policies(settings, key),
        store=store,
        radar=providers.radar,
        strategy=providers.strategy,
        content=providers.content,
        auditor=providers.auditor,
        publishers=publishers(settings),
        learner=providers.learner,
        clock=utc_now,
    )
