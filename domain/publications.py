"""How the channels of a campaign stand: the one place that says what is known of each."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from contracts import ChannelStatus, Place, Publication, PublicationStatus

MAY_HAVE_BEEN_OUT: Final = frozenset(PublicationStatus) - {PublicationStatus.NOT_SENT}
"""What stands so cannot be called not sent."""


def channel_statuses(
    places: Iterable[Place],
    publications: Sequence[Publication],
    under_way: Collection[Place] = (),
) -> list[ChannelStatus]:
    """Return what is proven about each place.

    Args:
        places: Where something is to appear.
        publications: What became known, oldest first; the last one of a place counts.
        under_way: Places at which publishing has begun; elsewhere it is certain that nothing was
            sent.
    """
    known = {publication.place: publication for publication in publications}
    return [_status(place, known.get(place), is_begun=place in under_way) for place in places]


def _status(place: Place, known: Publication | None, *, is_begun: bool) -> ChannelStatus:
    if known is None:
        begun, not_sent = PublicationStatus.UNDER_WAY, PublicationStatus.NOT_SENT
        return ChannelStatus(
            channel=place.channel,
            placement=place.placement,
            status=begun if is_begun else not_sent,
        )
    return ChannelStatus(
        channel=place.channel,
        placement=place.placement,
        status=known.status,
        remote_id=known.remote_id,
        url=known.url,
        detail=known.detail,
    )
