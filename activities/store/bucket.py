"""A bucket of an S3-compatible service, spoken to in our words; needs the extra `s3`."""

import asyncio
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import S3Store

from activities.store.location import ObjectLocation
from contracts import ContractInvalid, Infrastructure

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

ANSWER_TIMEOUT: Final = 5.0
"""Seconds that a request may take beyond the time that its bytes need."""
_SLOWEST: Final = 2**20
"""Bytes per second that a connection must carry: 8 Mbit/s."""
_LONGEST: Final = 300.0
"""Seconds after which any request is given up, whatever size the service tells."""
_CONNECT: Final = timedelta(seconds=2)
"""A service that is there takes a connection at once; one that is not is told within a request's
time."""
_RETRIES: Final = 2
_FIRST_PAUSE: Final = timedelta(milliseconds=100)
_LAST_PAUSE: Final = timedelta(seconds=1)
"""For a request that one of many servers refused by chance; whoever asks tries again after that."""

_HIDDEN: Final = (
    "; of an object that is not there it says so where the credentials have s3:ListBucket for the "
    "bucket"
)
_STATUS: Final = re.compile(r"status code: ([0-9]{3})\b")
_CODE: Final = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")


class Bucket:
    """The objects under a location's prefix, by their places below it.

    Every method raises `Infrastructure` when the service cannot be reached, refuses, or does
    not answer in time.
    """

    def __init__(
        self,
        location: ObjectLocation,
        environment: Mapping[str, str],
        timeout: float = ANSWER_TIMEOUT,
    ) -> None:
        """Prepare the connection; nothing is sent yet.

        Args:
            location: Where the bucket is.
            environment: Variables `AWS_*` with the credentials.
            timeout: Seconds that the service may take to answer.

        Raises:
            ContractInvalid: A variable cannot be used.
        """
        self.location = location
        self._store = _connected(location, environment)
        self._timeout = timeout

    async def create(self, place: str, data: bytes, media_type: str) -> bool:
        """Write an object where there is none, and say whether that was so."""
        try:
            await self._write(place, data, media_type, replace=False)
        except AlreadyExistsError:
            return False
        return True

    async def replace(self, place: str, data: bytes, media_type: str) -> None:
        """Write an object, whatever is there."""
        await self._write(place, data, media_type, replace=True)

    async def read(self, place: str) -> tuple[bytes, datetime]:
        """Return the bytes of an object, and when it was written.

        Raises:
            FileNotFoundError: There is none; the message is what the service answers.
        """
        async with self._answering(missing_is_an_answer=True):
            answer = await obstore.get_async(self._store, place)
        if answer.meta["e_tag"] is None:
            # A proxy's page must not pass for an artefact that somebody has altered.
            raise self._unavailable("does not answer as S3 does")
        async with self._answering(answer.meta["size"]):
            data = bytes(await answer.bytes_async())
        return data, answer.meta["last_modified"]

    async def written(self, place: str) -> datetime | None:
        """Return when an object was written, or `None` when there is none."""
        try:
            async with self._answering(missing_is_an_answer=True):
                seen = await obstore.head_async(self._store, place)
        except FileNotFoundError:
            return None
        return seen["last_modified"]

    async def delete(self, place: str) -> None:
        """Delete an object."""
        async with self._answering():
            await obstore.delete_async(self._store, place)

    async def below(self, folder: str) -> list["ObjectMeta"]:
        """Return every object below a folder; their paths are those below the prefix."""
        found: list[ObjectMeta] = []
        pages = obstore.list(self._store, folder)
        while True:
            async with self._answering():
                try:
                    page = await anext(pages)
                except StopAsyncIteration:
                    return found
            found += page

    async def folders(self) -> list[str]:
        """Return the names of the folders at the top."""
        async with self._answering():
            listed = await obstore.list_with_delimiter_async(self._store)
        return list(listed["common_prefixes"])

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
                raise FileNotFoundError(_told(error)) from None
            raise self._unavailable(_told(error)) from None
        except (BaseError, OSError, ValueError) as error:
            what = _told(error)
            hidden = missing_is_an_answer and "status 403" in what
            raise self._unavailable(f"{what}{_HIDDEN if hidden else ''}") from None

    def _unavailable(self, what: str) -> Infrastructure:
        return Infrastructure(f"The artefact store {self.location} {what}.")


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
                "retry_timeout": timedelta(seconds=ANSWER_TIMEOUT),
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
