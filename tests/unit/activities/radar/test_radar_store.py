"""The radar and a store that is away."""

import pytest

from contracts import ArtifactRef, Infrastructure, Language, RadarOrder, Source
from tests.support.builders import TENANT
from tests.support.fakes import FakeStore, FakeStores
from tests.support.radar_scans import feed_radar
from tests.support.worlds.activities import execution


class StoreThatIsAway(FakeStore):
    """A store whose service does not answer."""

    async def get(self, sha256: str) -> bytes:
        """See the port."""
        raise Infrastructure(f"{sha256} cannot be read: the store is away")


async def test_a_store_that_is_away_is_waited_for() -> None:
    """A radar does not rank the half that it could read while the store is mended."""
    feed = ArtifactRef(sha256="a" * 64, media_type="text/csv", size=1)
    order = RadarOrder(
        **execution(),
        step_key="radar",
        sources=[Source(name="feed", artifact=feed)],
        language=Language.SPANISH,
    )

    with pytest.raises(Infrastructure, match="the store is away"):
        await feed_radar(FakeStores({TENANT: StoreThatIsAway()})).scan(order)
