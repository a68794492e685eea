"""A failed campaign that is run again: when it may be, and with which request."""

from collections.abc import Iterator

from contracts import CampaignPayload, CampaignRequest, CampaignState, retry_id


def retry_of(request: CampaignRequest) -> CampaignRequest:
    """Return the request of an execution's retry: the same but for whose it is.

    Raises:
        ValidationError: It has been retried as often as may be.
    """
    former = request.execution_id
    changed = {"execution_id": retry_id(former), "retry_of": [*request.retry_of, former]}
    return CampaignRequest.model_validate(dict(request) | changed)


def formers(request: CampaignRequest) -> Iterator[CampaignRequest]:
    """Return the requests of which one is the retry, youngest first."""
    for number in range(len(request.retry_of) - 1, -1, -1):
        chain = request.retry_of[:number]
        former = {"execution_id": request.retry_of[number], "retry_of": chain}
        yield request.model_copy(update=former)


def why_not(ended: CampaignPayload) -> str | None:
    """Say why an execution that ended so has no retry, after its name; `None` when it may have."""
    if ended.cancellation is not None:
        return "was cancelled, and only what failed is retried"
    if ended.current_state is not CampaignState.FAILED:
        return "has not failed, and only what failed is retried"
    if ended.revision:
        return "had its content revised, and a retry takes over a first revision only"
    return None
