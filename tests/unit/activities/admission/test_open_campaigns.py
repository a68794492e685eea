"""How many campaigns are open is asked of Temporal, in the order in which they began."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import ActivityEnvironment

from activities.admission import open_campaigns
from activities.admission.open_campaigns import OpenInTemporal, count_open
from activities.retrying import Pauses
from contracts import Infrastructure
from tests.support.builders import MOMENT, TENANT
from tests.support.worlds.activities import own_run


@dataclass
class Listing:
    """A Temporal that lists a run after it was asked for it so often."""

    begins_listing: int = 0
    asked: list[str] = field(default_factory=list[str])
    refuses: bool = False

    @property
    def client(self) -> Client:
        """The client."""
        return cast("Client", self)

    async def list_workflows(self, query: str, limit: int) -> AsyncGenerator[Any]:
        """Answer as Temporal does."""
        self.asked.append(query)
        if len(self.asked) > self.begins_listing:
            for _ in range(limit):
                yield SimpleNamespace(start_time=MOMENT)

    async def count_workflows(self, query: str) -> Any:
        """Answer as Temporal does."""
        if self.refuses:
            raise RPCError("not now", RPCStatusCode.UNAVAILABLE, b"")
        self.asked.append(query)
        return SimpleNamespace(count=4)


async def asked_by_its_activity(listing: Listing) -> int:
    """Let the admission of a campaign ask."""
    env = ActivityEnvironment(client=listing.client)
    env.info = replace(own_run(env.info), workflow_run_id="run")
    return await env.run(OpenInTemporal().before_own, TENANT)


async def test_those_are_counted_that_began_before() -> None:
    """A campaign waits until it is listed itself, so that those before it are, too."""
    listing = Listing(begins_listing=2)

    assert await asked_by_its_activity(listing) == 4

    *own, counted = listing.asked
    assert len(own) == 3
    assert all('RunId = "run"' in query for query in own)
    assert f'"{TENANT}" AND StartTime < "{MOMENT.isoformat()}"' in counted


async def test_a_run_that_is_not_listed_in_time_counts_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Temporal whose lists are late holds no campaign up, and none is counted against itself."""
    monkeypatch.setattr(open_campaigns, "_IS_LISTED", Pauses(first=0, longest=0, within=0))
    listing = Listing(begins_listing=1000)

    assert await asked_by_its_activity(listing) == 4

    assert "StartTime" not in listing.asked[-1]
    assert 'AND WorkflowId != "' in listing.asked[-1]


async def test_a_temporal_that_does_not_say_is_waited_for() -> None:
    """A limit holds while nobody can count, and the campaign says what it waits for."""
    with pytest.raises(Infrastructure, match=r"how many campaigns .* are open: not now"):
        await asked_by_its_activity(Listing(refuses=True))


@pytest.mark.parametrize("before", [None, MOMENT])
async def test_open_campaigns_of_one_tenant_are_counted(before: datetime | None) -> None:
    """What has ended takes no place, and nobody takes another tenant's."""
    listing = Listing()

    assert await count_open(listing.client, TENANT, before) == 4

    assert 'ExecutionStatus = "Running"' in listing.asked[0]
    assert str(TENANT) in listing.asked[0]
