"""Artefacts in a bucket of an S3-compatible service; needs the extra `s3`."""

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from activities.store.location import ObjectLocation, read_location
from activities.store.naming import digest_at, place_of, reference_to, verified
from activities.store.sweep import StoredArtifact
from contracts import ArtifactMissing, ArtifactRef, ContractInvalid, PlatformUnavailable

if TYPE_CHECKING:
    from obstore import ObjectMeta  # a stub's type: the package has no such name

CREDENTIALS: Final = (
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
)
"""The variables of Amazon's own tools that say who is asking."""

_ANSWER_TIMEOUT: Final = 5.0
"""Seconds that a request may take beyond the time that its bytes need."""
_SLOWEST: Final = 2**20
"""Bytes per second that a connection must carry: 8 Mbit/s."""
_LONGEST: Final = 300.0
"""Seconds after which any request is given up, whatever size the service tells."""
_CONNECT: Final = timedelta(seconds=2)
_RETRIES: Final = 2
_FIRST_PAUSE: Final = timedelta(milliseconds=100)
_LAST_PAUSE: Final = timedelta(seconds=1)
_RENEWED_AFTER: Final = timedelta(minutes=10)
"""An object of this age is written anew when its bytes come again, so that a sweep, which takes
nothing younger than an hour, does not take what somebody is about to refer to."""

_STATUS: Final = re.compile(r"status code: ([0-9]{3})\b")
_CODE: Final = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")


class ObjectArtifactStore:
    """Objects under `prefix/ab/abcdef…`, where the name is their SHA-256.

    The layout is that of the local folder, so one can be copied to the other. An object is
    created once and appears whole or not at all. Each read is verified. The service must honour
    `If-None-Match: *` on writes, as Amazon S3 does; one that ignores it loses nothing but traffic.
    """

    def __init__(
        self,
        url: str,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
        timeout: float = _ANSWER_TIMEOUT,
    ) -> None:
        """Prepare the store; nothing is sent yet.

        Args:
            url: `s3://bucket/prefix?endpoint=…&region=…`, where all but the bucket is optional.
            environment: Variables `AWS_*` with the credentials, and what the URL leaves out.
            clock: The present moment, to compare with the ages of objects.
            timeout: Seconds that the service may take to answer.

        Raises:
            ContractInvalid: The URL or a variable cannot be used.
        """
        self._location = read_location(url, environment)
        self._store = _connected(self._location, environment)
        self._clock = clock
        self._timeout = timeout

    async def put(self, data: bytes, media_type: str) -> ArtifactRef:
        """Store the bytes durably; a damaged object of the same name is replaced.

        Raises:
            ContractInvalid: The media type is none.
            PlatformUnavailable: The service cannot be reached, refuses, or does not answer in time.
        """
        reference = await asyncio.to_thread(reference_to, data, media_type)
        place = place_of(reference.sha256)
        try:
            await self._write(place, data, media_type, replace=False)
        except AlreadyExistsError:
            if not await self._is_whole_and_young(place, data):
                await self._write(place, data, media_type, replace=True)
        return reference

    async def get(self, sha256: str) -> bytes:
        """Return the bytes, verified against their name.

        Raises:
            ContractInvalid: The name is no digest, so it can name nothing here.
            ArtifactMissing: There are none under this name, or the bucket does not exist.
            ArtifactAltered: The stored bytes have another digest.
            PlatformUnavailable: The service cannot be reached, refuses, or does not answer in time.
        """
        try:
            data, _ = await self._read(place_of(sha256))
        except FileNotFoundError as error:
            raise ArtifactMissing(
                f"The artefact {sha256} is not in the store {self._location}, which {_told(error)}."
            ) from None
        return await asyncio.to_thread(verified, data, sha256)

    async def stored(self) -> list[StoredArtifact]:
        """Return every artefact under the prefix, by place; other objects are left out.

        Raises:
            PlatformUnavailable: The service cannot be reached, refuses, or does not answer in time.
        """
        found: list[StoredArtifact] = []
        pages = obstore.list(self._store)
        while True:
            async with self._answering():
                try:
                    page = await anext(pages)
                except StopAsyncIteration:
                    return sorted(found, key=lambda artifact: artifact.place)
            found += filter(None, map(_described, page))

    async def discard(self, artifact: StoredArtifact, before: datetime) -> bool:
        """Delete what was last stored before this moment; say whether that was so.

        The service cannot do both in one step: what another process stores again between the
        look and the deletion, a few milliseconds, is deleted.

        Raises:
            PlatformUnavailable: The service cannot be reached, refuses, or does not answer in time.
        """
        try:
            async with self._answering(missing_is_an_answer=True):
                seen = await obstore.head_async(self._store, artifact.place)
        except FileNotFoundError:
            return False
        if seen["last_modified"] >= before:
            return False
        async with self._answering():
            await obstore.delete_async(self._store, artifact.place)
        return True

    async def _write(self, place: str, data: bytes, media_type: str, *, replace: bool) -> None:
        async with self._answering(len(data)):
            await obstore.put_async(
                self._store,
                place,
                data,
                attributes={"Content-Type": media_type},
                mode="overwrite" if replace else "create",
                use_multipart=False,  # an object in parts leaves parts behind when it fails
            )

    async def _is_whole_and_young(self, place: str, data: bytes) -> bool:
        try:
            found, modified = await self._read(place)
        except FileNotFoundError:
            return False  # swept a moment ago
        return found == data and self._clock() - modified < _RENEWED_AFTER

    async def _read(self, place: str) -> tuple[bytes, datetime]:
        async with self._answering(missing_is_an_answer=True):
            answer = await obstore.get_async(self._store, place)
        if answer.meta["e_tag"] is None:
            # A proxy's page must not pass for an artefact that somebody has altered.
            raise self._unavailable("does not answer as S3 does")
        async with self._answering(answer.meta["size"]):
            data = bytes(await answer.bytes_async())
        return data, answer.meta["last_modified"]

    @asynccontextmanager
    async def _answering(
        self, size: int = 0, *, missing_is_an_answer: bool = False
    ) -> AsyncGenerator[None]:
        """Give one request the time that its bytes need, and say in our words what went wrong.

        The cause is dropped: it quotes the service's answer, which may quote the credentials.
        """
        try:
            async with asyncio.timeout(min(self._timeout + size / _SLOWEST, _LONGEST)):
                yield
        except AlreadyExistsError:
            raise
        except TimeoutError:
            raise self._unavailable("does not answer in time") from None
        except FileNotFoundError as error:
            if missing_is_an_answer:
                raise
            raise self._unavailable(_told(error)) from None
        except (BaseError, OSError, ValueError) as error:
            raise self._unavailable(_told(error)) from None

    def _unavailable(self, what: str) -> PlatformUnavailable:
        return PlatformUnavailable(f"The artefact store {self._location} {what}.")


def _described(one: "ObjectMeta") -> StoredArtifact | None:
    sha256 = digest_at(one["path"])
    if sha256 is None:
        return None
    return StoredArtifact(one["path"], sha256, one["size"], one["last_modified"])


def _connected(location: ObjectLocation, environment: Mapping[str, str]) -> S3Store:
    config = {name.lower(): environment[name] for name in CREDENTIALS if environment.get(name)}
    if location.endpoint is not None:
        config["aws_endpoint_url_s3"] = location.endpoint  # the one that no variable overrides
    if location.region is not None:
        config["aws_region"] = location.region
    try:
        return S3Store(
            location.bucket,
            prefix=location.prefix or None,
            config=config,  # type: ignore[arg-type] # its type lists the keys in other spellings
            client_options={
                "allow_http": (location.endpoint or "").startswith("http://"),
                "connect_timeout": _CONNECT,
                "timeout": timedelta(seconds=_LONGEST),
            },
            retry_config={
                "max_retries": _RETRIES,
                "retry_timeout": timedelta(seconds=_ANSWER_TIMEOUT),
                "backoff": {"init_backoff": _FIRST_PAUSE, "max_backoff": _LAST_PAUSE, "base": 2},
            },
        )
    except BaseError:
        given = [name for name in CREDENTIALS if environment.get(name)]
        raise ContractInvalid(
            f"The store {location} cannot be used with {', '.join(given) or 'no credentials'}: "
            "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set together or not at all."
        ) from None


def _told(error: Exception) -> str:
    """Say what the service answered, without anything that it may have quoted."""
    text = str(error)
    status, code = _STATUS.search(text), _CODE.search(text)
    if status is None:
        return "cannot be reached, or does not answer as S3 does"
    return f"answers with status {status[1]}" + (f" ({code[1]})" if code else "")
