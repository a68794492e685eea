"""Who would do what for a campaign: the publisher of each place, and the provider of each stage."""

from activities.publish.registry import KINDS
from activities.publish.routing import ChannelPublishers
from contracts import CampaignRequest
from runtime.plan.replies import PlannedPublication, PlannedStage
from runtime.wiring.chosen_providers import Choices


def publications_of(
    request: CampaignRequest, reached: ChannelPublishers
) -> list[PlannedPublication]:
    """Return through what each place of a request would be published."""
    return [
        PlannedPublication(
            channel=plan.channel,
            placement=plan.placement,
            publisher=route.kind,
            reconciliation=route.publisher.reconciliation,
            takes_back=KINDS[route.kind].abilities.retract.known,
        )
        for plan in request.channels
        for route in [reached.route_of(plan.channel)]
    ]


def providers_of(request: CampaignRequest, choices: Choices) -> list[PlannedStage]:
    """Return who would do the work of each stage for a request's tenant."""
    named = choices.names(request.tenant_id)
    return [PlannedStage(stage=stage, provider=name) for stage, name in named.items()]
