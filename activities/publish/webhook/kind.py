"""The webhook, as a kind of publisher."""

from typing import Final

from activities.publish.kind import Abilities, Can, PublisherKind, PublisherTools
from activities.publish.webhook.publisher import WebhookPublisher
from activities.publish.webhook.settings import WebhookEndpoint, WebhookSection, WebhookSettings


def _build(section: WebhookSection, tools: PublisherTools) -> WebhookPublisher:
    endpoint = section.model_dump(include=set(WebhookEndpoint.model_fields))
    secrets = tuple(tools.secrets[name] for name in section.secret_env)
    settings = WebhookSettings.model_validate(endpoint | {"secrets": secrets})
    return WebhookPublisher(settings, tools.clock, tools.signer)


KIND: Final = PublisherKind(
    name="webhook",
    about="An HTTP endpoint: a platform's own, or a bridge of yours to one that has none.",
    settings=WebhookSection,
    reconciliation=None,
    abilities=Abilities(
        account=Can.NO,
        find=Can.AS_SET,
        retract=Can.AS_SET,
        remember=Can.AS_SET,
        several_pictures=Can.YES,
        link=Can.YES,
        alt_text=Can.YES,
        threads=Can.NO,
    ),
    limits=None,
    build=_build,
)
