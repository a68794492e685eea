"""What the Temporal Web UI shows of a campaign: attributes to search by, and details to read."""

from typing import Any, Final

from temporalio.common import (
    SearchAttributeKey,
    SearchAttributePair,
    SearchAttributeUpdate,
    TypedSearchAttributes,
)

from contracts import (
    ATTRIBUTE_AWAITING_REVIEW,
    ATTRIBUTE_CAMPAIGN,
    ATTRIBUTE_CHANNELS,
    ATTRIBUTE_REASON,
    ATTRIBUTE_STATE,
    ATTRIBUTE_TENANT,
    CampaignRequest,
    CampaignState,
    CampaignStatus,
    FailureReason,
)

TENANT: Final = SearchAttributeKey.for_keyword(ATTRIBUTE_TENANT)
CAMPAIGN: Final = SearchAttributeKey.for_keyword(ATTRIBUTE_CAMPAIGN)
STATE: Final = SearchAttributeKey.for_keyword(ATTRIBUTE_STATE)
REASON: Final = SearchAttributeKey.for_keyword(ATTRIBUTE_REASON)
CHANNELS: Final = SearchAttributeKey.for_keyword_list(ATTRIBUTE_CHANNELS)
AWAITING_REVIEW: Final = SearchAttributeKey.for_bool(ATTRIBUTE_AWAITING_REVIEW)

SEARCH_ATTRIBUTES: Final = (TENANT, CAMPAIGN, STATE, REASON, CHANNELS, AWAITING_REVIEW)
"""Everything that has to be registered with Temporal before a worker starts."""

_LONGEST_SUMMARY: Final = 200
"""Characters of a summary that Temporal keeps."""


def at_start(request: CampaignRequest) -> TypedSearchAttributes:
    """Return what is known of a campaign before it runs."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(TENANT, str(request.tenant_id)),
            SearchAttributePair(CAMPAIGN, str(request.campaign_id)),
            SearchAttributePair(CHANNELS, sorted(plan.channel for plan in request.channels)),
        ]
    )


def of_tenant(request: CampaignRequest) -> TypedSearchAttributes:
    """Return whose a schedule or a slot is: everything of a tenant can be found by it."""
    return TypedSearchAttributes([SearchAttributePair(TENANT, str(request.tenant_id))])


def static_summary(request: CampaignRequest) -> str:
    """Return the line that stands for a campaign in lists, whatever becomes of it."""
    return f"{request.name} · {request.tenant_id}"[:_LONGEST_SUMMARY]


def static_details(request: CampaignRequest) -> str:
    """Return in Markdown what a campaign was asked for."""
    channels = ", ".join(f"{plan.channel} ({plan.placement})" for plan in request.channels)
    return "\n".join(
        (
            f"- Campaign: `{request.campaign_id}`",
            f"- Tenant: `{request.tenant_id}`",
            f"- Execution: `{request.execution_id}`",
            f"- Channels: {channels}",
            f"- Budget: {request.budget.total:g} {request.budget.currency}",
        )
    )


def attributes(
    request: CampaignRequest, status: CampaignStatus
) -> list[SearchAttributeUpdate[Any]]:
    """Return the attributes that describe a campaign as it stands."""
    updates: list[SearchAttributeUpdate[Any]] = [
        TENANT.value_set(str(request.tenant_id)),
        CAMPAIGN.value_set(str(request.campaign_id)),
        CHANNELS.value_set(sorted({plan.channel for plan in request.channels})),
        STATE.value_set(status.state.value),
        AWAITING_REVIEW.value_set(status.awaiting_review and not status.finished),
    ]
    if status.terminal_reason is not None:
        updates.append(REASON.value_set(status.terminal_reason.value))
    return updates


def refused_attributes() -> list[SearchAttributeUpdate[Any]]:
    """Return the attributes of a run whose input is no request: what is known of it."""
    return [
        STATE.value_set(CampaignState.FAILED.value),
        REASON.value_set(FailureReason.CONTRACT_INVALID.value),
    ]


def current_details(request: CampaignRequest, status: CampaignStatus) -> str:
    """Answer in Markdown: where is it, why, and what does it wait for."""
    lines = [f"**{_plain(request.name)}** · `{status.state}`{_addition(status)}", ""]
    lines += [f"- Tenant: `{request.tenant_id}`", f"- Campaign: `{request.campaign_id}`"]
    if status.wait is not None:
        until = f" until {status.wait.until:%Y-%m-%d %H:%M} UTC" if status.wait.until else ""
        lines.append(f"- Waits for: **{status.wait.on}**{until}: {_plain(status.wait.why)}")
    if status.terminal_reason is not None:
        lines.append(f"- Ended as `{status.terminal_reason}`: {_plain(status.terminal_details)}")
    if status.gate is not None:
        lines.append(f"- Quality gate: {status.gate.outcome}: {_plain(status.gate.details)}")
    if status.awaiting_review and status.report_digest is not None:
        lines.append(f"- Report to review: `{status.report_digest}`")
    restarts = f"; restarts: {status.restarts}" if status.restarts else ""
    lines.append(f"- Retries: {status.retry_count} of {status.max_retries}{restarts}")
    lines += ["", "| channel | placement | publication |", "| --- | --- | --- |"]
    lines += [
        f"| {channel.channel} | {channel.placement} | {channel.status} |"
        for channel in status.channels
    ]
    return "\n".join(lines)


def _addition(status: CampaignStatus) -> str:
    if status.cancelled:
        return " · cancelled"
    if status.finished:
        return " · finished"
    return " · paused" if status.paused else ""


def _plain(text: str | None) -> str:
    """Keep text that outsiders wrote from being read as Markdown."""
    escaped = "".join(f"\\{char}" if char in "\\`*_[]<>|#" else char for char in text or "")
    return " ".join(escaped.split())
