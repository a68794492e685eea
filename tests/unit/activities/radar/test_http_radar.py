"""The radar as a service of the operator's own."""

from datetime import timedelta

from activities.radar.http import HttpRadar
from contracts import CarriedFile, Language, RadarOrder, Source
from tests.support.builders import MOMENT, TENANT
from tests.support.fakes import FakeStores
from tests.support.publishing.networks.server import Reply
from tests.support.services import STEP, served


async def test_a_service_is_sent_the_sources_and_its_report_is_taken() -> None:
    """It needs no store: what the order names by digest comes along, and the same bytes each time.

    When it was asked is no part of them.
    """
    stores = FakeStores()
    artifact = await stores.of(TENANT).put(b"date,text\n", "text/csv")
    source = Source(name="notes.csv", artifact=artifact)
    order = RadarOrder(**STEP, sources=[source], language=Language.SPANISH, asked_at=MOMENT)
    again = order.model_copy(update={"asked_at": MOMENT + timedelta(hours=1)})
    answer = {
        "step_key": order.step_key,
        "execution_id": str(order.execution_id),
        "report": {"documents": 3},
    }

    async with served(Reply(200, answer)) as (server, service):
        radar = HttpRadar(service, stores)
        report = await radar.scan(order)
        await radar.scan(again)

    one, other = server.heard
    assert report.documents == 3
    assert one.body == other.body
    sent = RadarOrder.model_validate_json(one.body)
    assert sent.files == [CarriedFile.of(b"date,text\n", "text/csv")]
