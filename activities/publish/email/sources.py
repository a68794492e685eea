"""Where the list and the files beside it are read, each time before something is sent."""

import asyncio
from pathlib import Path
from typing import Final
from uuid import UUID

import httpx2

from activities.http.endpoint import Endpoint
from activities.http.failure import failure_to_tell
from activities.named_paths import named
from activities.publish.email.addresses import without_addresses
from activities.publish.email.list import Readers, Unusable, readers_of
from activities.publish.email.settings import TENANT, EmailSettings
from contracts import PlatformRefused, PlatformUnavailable, utc_now, web_address

_MOST_BYTES: Final = 64 * 1024 * 1024
_SECONDS: Final = 30.0


class ReaderSource:
    """Who is written to, as the list and the files beside it say now."""

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings

    async def readers(self, channel: str, tenant: UUID) -> Readers:
        """Return who of a tenant's list is written to.

        Raises:
            PlatformUnavailable: The list, or a file of those who get nothing, cannot be read.
            PlatformRefused: It is no list.
        """
        place = self._settings.recipients.replace(TENANT, str(tenant))
        listed = (
            await self._fetched(channel, place)
            if web_address(place)
            else await asyncio.to_thread(_read, place)
        )
        suppressed = [await asyncio.to_thread(_read, each) for each in self._settings.suppressed]
        try:
            return await asyncio.to_thread(readers_of, listed, suppressed)
        except Unusable as error:
            raise PlatformRefused(f"The list of recipients for {channel} {error}.") from error

    async def _fetched(self, channel: str, place: str) -> bytes:
        endpoint = Endpoint(place, _SECONDS)
        try:
            calls = endpoint.calls(channel)
            answer = await calls.ask(lambda: httpx2.Request("GET", place), _MOST_BYTES)
        except PlatformUnavailable as error:
            # What is no HTTP may be the list as well.
            raise PlatformUnavailable(without_addresses(str(error))) from None
        finally:
            await endpoint.close()
        if answer.is_success and answer.is_whole:
            return answer.body
        # Whatever it says may be the list.
        said = (
            f"The list of recipients for {channel} at {endpoint.host}: the server answered "
            f"{answer.status}, and its words are not shown, since readers may stand in them"
        )
        raise failure_to_tell(answer, said, utc_now())


def _read(place: str) -> bytes:
    """Return what a file holds.

    Raises:
        PlatformUnavailable: It cannot be read, or is too large.
    """
    file = Path(place)
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise PlatformUnavailable(
                f"{named(file, may_be_id=True)} has more than {_MOST_BYTES:,} bytes."
            )
        return file.read_bytes()
    except OSError as error:
        raise PlatformUnavailable(
            f"{named(file, may_be_id=True)} cannot be read: {error.strerror}."
        ) from error
