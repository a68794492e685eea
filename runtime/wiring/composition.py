"""The composition root: which implementation stands behind each port."""

import os
from dataclasses import dataclass

from activities.admission.tenants import FileTenantPolicies
from activities.audit.keys import AuditorKey, load_key
from activities.audit.rules import RuleAuditor
from activities.content.templates.provider import TemplateContent
from activities.learn.rates import RateLearner
from activities.ports import (
    ArtifactStore,
    Auditor,
    ContentProvider,
    Publishers,
    RadarProvider,
    StrategyProvider,
    TenantPolicies,
)
from activities.publish.outbox.publisher import Outbox
from activities.radar.feeds import FeedRadar
from activities.stages import Stages
from activities.strategy.rules import RuleStrategy
from contracts.base import utc_now
from runtime.settings import Settings
from runtime.wiring.channels import build_publishers
from runtime.wiring.stores import open_store


@dataclass(frozen=True)
class Preparation:
    """The stages before publication: they reach nobody."""

    radar: RadarProvider
    strategy: StrategyProvider
    content: ContentProvider
    auditor: Auditor


def preparation(store: ArtifactStore, key: AuditorKey) -> Preparation:
    """Return the built-in implementations of the stages before publication."""
    return Preparation(
        radar=FeedRadar(store),
        strategy=RuleStrategy(),
        content=TemplateContent(store),
        auditor=RuleAuditor(store, key, utc_now),
    )


def tenant_policies(settings: Settings, key: AuditorKey) -> TenantPolicies:
    """Return where tenants' policies are kept; by default they trust this key."""
    return FileTenantPolicies(settings.tenants, [key.auditor])


def publishers(settings: Settings) -> Publishers:
    """Return the publishers that the file of channels names.

    Raises:
        ContractInvalid: The file does not fit.
    """
    outbox = Outbox(settings.outbox, utc_now)
    return build_publishers(settings.channels, outbox, utc_now, os.environ)


def built_in_stages(settings: Settings) -> Stages:
    """Return the built-in implementations: they need no network, no model and no account.

    Raises:
        ContractInvalid: The auditor's key cannot be read, or the file of channels does not fit.
    """
    from activities.ledger import SqlLedger  # noqa: PLC0415 - a plan does without the database

    key = load_key(settings.auditor_key)
    store = open_store(settings.artifacts)
    prepared = preparation(store, key)
    return Stages(
        ledger=SqlLedger(settings.ledger_url),
        policies=tenant_policies(settings, key),
        store=store,
        radar=prepared.radar,
        strategy=prepared.strategy,
        content=prepared.content,
        auditor=prepared.auditor,
        publishers=publishers(settings),
        learner=RateLearner(),
        clock=utc_now,
    )
