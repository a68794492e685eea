"""Artefacts in a bucket of an S3-compatible service; needs the extra `s3`."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from activities.store import mark as marks
from activities.store.bucket import ANSWER_TIMEOUT, Bucket
from activities.store.location import read_location
from activities.store.mark import StoreMark
from activities.store.naming import (
    digest_at,
    place_of,
    reference_to,
    space_of,
    tenant_in,
    verified,
)
from activities.store.sweep import StoredArtifact
from contracts import ArtifactMissing, ArtifactRef

if TYPE_CHECKING:
    from obstore import ObjectMeta  # a stub's type: the package has no such name

_RENEWED_AFTER: Final = timedelta(minutes=10)
"""An object of this age is written anew when its bytes come again, so that a sweep, which takes
nothing younger than an hour, does not take what somebody is about to refer to."""


class ObjectArtifactStores:
    """One folder for each tenant under a prefix of a bucket.

    The layout is that of the local folder, so one can be copied to the other. The service must
    honour `If-None-Match: *` on writes, as Amazon S3 does; one that ignores it loses nothing but
    traffic.
    """

    def __init__(
        self,
        url: str,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
        timeout: float = ANSWER_TIMEOUT,
    ) -> None:
        """Prepare the stores; nothing is sent yet.

        Args:
            url: `s3://bucket/prefix?endpoint=…&region=…`, where all but the bucket is optional.
            environment: Variables `AWS_*` with the credentials, and what the URL leaves out.
            clock: The present moment, to compare with the ages of objects.
            timeout: Seconds that the service may take to answer.

        Raises:
            ContractInvalid: The URL or a variable cannot be used.
        """
        self._bucket = Bucket(read_location(url, environment), environment, timeout)
        self._clock = clock

    def of(self, tenant_id: UUID) -> "ObjectArtifactStore":
        """Return the store of a tenant."""
        return ObjectArtifactStore(self._bucket, space_of(tenant_id), self._clock)

    async def tenants(self) -> list[UUID]:
        """Return every tenant that has an object; what else lies beside them is left out.

        Raises:
            Infrastructure: The service cannot be reached, refuses, or does not answer in time.
        """
        found = [tenant_in(folder) for folder in await self._bucket.folders()]
        return sorted(tenant_id for tenant_id in found if tenant_id is not None)

    @property
    def known_as(self) -> str:
        """See the port: the bucket's address."""
        return str(self._bucket.location)

    async def mark(self) -> StoreMark | None:
        """See the port."""
        try:
            data, _ = await self._bucket.read(marks.PLACE)
        except FileNotFoundError:
            return None
        return marks.read_mark(data, self.known_as)

    async def put_mark(self, mark: StoreMark, *, replace: bool = False) -> bool:
        """See the port."""
        data = marks.as_bytes(mark)
        if not replace:
            return await self._bucket.create(marks.PLACE, data, marks.MEDIA_TYPE)
        await self._bucket.replace(marks.PLACE, data, marks.MEDIA_TYPE)
        return True

    async def remove_mark(self) -> None:
        """See the port."""
        await self._bucket.delete(marks.PLACE)


class ObjectArtifactStore:
    """One tenant's objects under `prefix/tenant/ab/abcdef…`, named by their SHA-256.

    An object is created once and appears whole or not at all. Each read is verified.
    """

    def __init__(self, bucket: Bucket, space: str, clock: Callable[[], datetime]) -> None:
        """Take the bucket, the tenant's folder in it, and the present moment."""
        self._bucket = bucket
        self._space = space
        self._clock = clock

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Store the bytes durably; a damaged object of the same name is replaced.

        Raises:
            ContractInvalid: The media type is none.
            Infrastructure: The service cannot be reached, refuses, or does not answer in time.
        """
        reference = await asyncio.to_thread(reference_to, data, media_type)
        at = self._at(place_of(reference.sha256))
        is_there = not await self._bucket.create(at, data, media_type)
        if is_there and not await self._is_whole_and_young(at, data):
            await self._bucket.replace(at, data, media_type)
        return reference

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, verified against their name.

        Raises:
            ContractInvalid: The name is no digest, so it can name nothing here.
            ArtifactMissing: There are none under this name, or the bucket does not exist.
            ArtifactAltered: The stored bytes have another digest.
            Infrastructure: The service cannot be reached, refuses, or does not answer in time.
        """
        try:
            data, _ = await self._bucket.read(self._at(place_of(sha256)))
        except FileNotFoundError as error:
            raise ArtifactMissing(
                f"The artefact {sha256} is not in the store "
                f"{self._bucket.location.below(self._space)}, which {error}."
            ) from None
        return await asyncio.to_thread(verified, data, sha256)

    def where(self, sha256: str) -> str:
        """See the port: it is the address of an object."""
        return str(self._bucket.location.below(f"{self._space}/{place_of(sha256)}"))

    async def stored(self) -> list[StoredArtifact]:
        """Return every artefact of the tenant, by place; other objects are left out.

        Raises:
            Infrastructure: The service cannot be reached, refuses, or does not answer in time.
        """
        return sorted(
            filter(None, map(self._described, await self._bucket.below(self._space))),
            key=lambda artifact: artifact.place,
        )

    async def discard(self, artifact: StoredArtifact, before: datetime) -> bool:
        """Delete what was last stored before this moment; say whether that was so.

        The service cannot do both in one step: what another process stores again between the
        look and the deletion, a few milliseconds, is deleted.

        Raises:
            Infrastructure: The service cannot be reached, refuses, or does not answer in time.
        """
        at = self._at(artifact.place)
        written = await self._bucket.written(at)
        if written is None or written >= before:
            return False
        await self._bucket.delete(at)
        return True

    async def _is_whole_and_young(self, at: str, data: bytes) -> bool:
        try:
            found, written = await self._bucket.read(at)
        except FileNotFoundError:
            return False  # swept a moment ago
        return found == data and self._clock() - written < _RENEWED_AFTER

    def _described(self, one: "ObjectMeta") -> StoredArtifact | None:
        place = one["path"].removeprefix(f"{self._space}/")
        sha256 = digest_at(place)
        if sha256 is None:
            return None
        return StoredArtifact(place, sha256, one["size"], one["last_modified"])

    def _at(self, place: str) -> str:
        return f"{self._space}/{place}"
