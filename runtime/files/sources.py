"""What can be said of a request's sources before a campaign starts: who starts it looks there."""

from datetime import datetime

from activities.radar.feeds import read_source
from runtime.files.request import PreparedRequest


def notes_on_sources(prepared: PreparedRequest, now: datetime) -> list[str]:
    """Return what cannot be read of the files that a request names, and why.

    The radar reads them again, at its own time; a source that is only named by its digest, and not
    by a file, is left to it.

    Args:
        prepared: The request with its files.
        now: The present time: items that are dated later are left out.
    """
    data = {attachment.ref.sha256: attachment.data for attachment in prepared.attachments}
    return [
        note
        for source in prepared.request.sources
        if source.artifact.sha256 in data
        for note in read_source(source.name, data[source.artifact.sha256], now).notes
    ]
