"""The composition root: which implementation stands behind each port."""

import os

from activities.audit.auditor import RuleAuditor
from activities.content.studio import Studio
from activities.keys import load_key
from activities.learn.rates import RateLearner
from activities.ledger import SqlLedger
from activities.publish.outbox import Outbox
from activities.radar.feeds import FeedRadar
from activities.stages import Stages
from activities.strategy.composer import BriefComposer
from activities.tenants import FileTenantPolicies
from contracts.base import utc_now
from runtime.artifacts import open_store
from runtime.channels import build_publishers
from runtime.settings import Settings


def built_in_stages(settings: Settings) -> Stages:
    """Return the built-in implementations: they need no network, no model and no account.

    Raises:
        ContractInvalid: The auditor's key cannot be read, or the file of channels does not fit.
    """
    key = load_key(settings.auditor_key)
    outbox = Outbox(settings.outbox, utc_now)
    store = open_store(settings.artifacts)
    return Stages(
        ledger=SqlLedger(settings.ledger_url),
        policies=FileTenantPolicies(settings.tenants, [key.auditor]),
        store=store,
        radar=FeedRadar(store),
        strategy=BriefComposer(),
        content=Studio(store),
        auditor=RuleAuditor(store, key, utc_now),
        publishers=build_publishers(settings.channels, outbox, utc_now, os.environ),
        learner=RateLearner(),
        clock=utc_now,
    )
