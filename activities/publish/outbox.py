"""Publishing into a folder that people can look at and programs can read."""

import asyncio
import fcntl
import os
import shutil
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from pydantic import ValidationError

from activities.ports import Reconciliation
from activities.publish.post import Post, content_of, folder_name, remote_id
from activities.publish.preview import feed, overview_page, post_page
from activities.store import replace_file, sync_folder
from contracts import (
    ArtifactMissing,
    OutcomeUnknowable,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    SettleOrder,
)

_RECORD: Final = "post.json"
_PAGE: Final = "index.html"
_FEED: Final = "feed.json"
_RETRACTED: Final = "retracted"
_UNFINISHED: Final = ".new-"


class Outbox:
    """One folder per post under `root`, with an overview page and a JSON Feed of all posts.

    A post appears in one step, once per step key, in whatever process the order runs. What was
    retracted lies under `root/retracted` and is never published again under its key. Title, copy,
    link and language come from the order's assets: whatever the public sees was audited.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self._root = root.absolute()
        self._clock = clock

    @property
    def reconciliation(self) -> Reconciliation:
        """It publishes once under a key, however often and wherever it is asked to."""
        return Reconciliation.KEYED

    @property
    def call_timeout(self) -> timedelta:
        """Longer than a folder takes that works at all."""
        return timedelta(seconds=10)

    async def publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        """Publish once per `order.step_key`; later calls return the first one's publication.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing is out.
            PlatformUnavailable: The folder cannot be written; nothing is out.
            OutcomeUnknowable: Other content is out under this key, or the post is there and may
                not be whole or lasting.
        """
        return await asyncio.to_thread(self._publish, order, content)

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return what lies under `order.step_key`, retracted or not, or `None`.

        Raises:
            OutcomeUnknowable: There is a post, but it cannot be read.
        """
        return await asyncio.to_thread(self._find, order)

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Move the post to `root/retracted`; twice is the same as once.

        Raises:
            OutcomeUnknowable: There is a post, but it cannot be read, or it was moved and may not
                stay so.
            PlatformUnavailable: The folder cannot be written; the post is where it was.
        """
        return await asyncio.to_thread(self._retract, order)

    async def close(self) -> None:
        """Do nothing: nothing stays open between two calls."""

    def _publish(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        try:
            return self._publish_once(order, content)
        except PlatformUnavailable as error:
            if self._find(order) is None:
                raise
            raise OutcomeUnknowable(f"The post for {order.step_key} is there: {error}") from error

    def _publish_once(self, order: PublishOrder, content: Mapping[str, bytes]) -> Publication:
        with self._alone():
            found = self._found(order)
            if found is None:
                found = self._root / folder_name(order), self._write(order, content)
            folder, post = found
            if post.content != content_of(order):
                raise OutcomeUnknowable(
                    f"The outbox has other content under the key {order.step_key}, in {folder}: "
                    "what was published once is not replaced."
                )
            self._refresh()
        return self._publication(folder, post)

    def _find(self, order: PublishOrder | SettleOrder) -> Publication | None:
        try:
            found = self._found(order)
        except OSError as error:
            raise OutcomeUnknowable(
                f"The outbox {self._root} cannot be asked for {order.step_key}: {error}."
            ) from error
        return None if found is None else self._publication(*found)

    def _retract(self, order: SettleOrder) -> Publication | None:
        try:
            return self._retract_once(order)
        except PlatformUnavailable as error:
            found = self._find(order)
            if found is None or found.status is PublicationStatus.SENT:
                raise
            raise OutcomeUnknowable(f"The post for {order.step_key} was moved: {error}") from error

    def _retract_once(self, order: SettleOrder) -> Publication | None:
        with self._alone():
            found = self._found(order)
            if found is None:
                return None
            folder, post = found
            if folder.parent == self._root:
                post = post.model_copy(update={"retracted_at": self._clock()})
                replace_file(folder / _PAGE, post_page(post).encode())
                replace_file(folder / _RECORD, post.to_json())
                (self._root / _RETRACTED).mkdir(exist_ok=True)
                folder = folder.rename(self._root / _RETRACTED / folder.name)
                sync_folder(folder.parent)
            self._refresh()
        return self._publication(folder, post)

    def _publication(self, folder: Path, post: Post) -> Publication:
        retracted = folder.parent != self._root
        return post.publication((folder / _PAGE).as_uri(), retracted=retracted)

    def _found(self, order: PublishOrder | SettleOrder) -> tuple[Path, Post] | None:
        for parent in (self._root, self._root / _RETRACTED):
            folder = parent / folder_name(order)
            try:
                return folder, Post.model_validate_json((folder / _RECORD).read_bytes())
            except ValidationError as error:
                raise OutcomeUnknowable(
                    f"The outbox has a post under {order.step_key}, but its record "
                    f"{folder / _RECORD} cannot be read."
                ) from error
            except FileNotFoundError:
                continue
        return None

    def _write(self, order: PublishOrder, content: Mapping[str, bytes]) -> Post:
        post = Post(
            step_key=order.step_key,
            campaign_id=str(order.campaign_id),
            tenant_id=str(order.tenant_id),
            execution_id=str(order.execution_id),
            channel=order.channel,
            placement=order.placement,
            remote_id=remote_id(order.step_key),
            brief_sha256=order.brief.sha256,
            report_sha256=order.report.sha256,
            published_at=self._clock(),
            content=content_of(order),
        )
        unfinished = self._root / f"{_UNFINISHED}{uuid4().hex}"
        unfinished.mkdir()
        try:
            for asset in post.content.assets:
                if asset.sha256 not in content:
                    raise ArtifactMissing(
                        f"The bytes of artefact {asset.sha256} are needed to publish on "
                        f"{order.channel} and were not given."
                    )
                replace_file(unfinished / asset.file, content[asset.sha256])
            replace_file(unfinished / _PAGE, post_page(post).encode())
            replace_file(unfinished / _RECORD, post.to_json())
            unfinished.rename(self._root / folder_name(order))
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        sync_folder(self._root)
        return post

    def _refresh(self) -> None:
        """Bring overview and feed in line with the folders; what is in line is left alone."""
        posts: list[tuple[str, Post]] = []
        unreadable: list[str] = []
        for record in self._root.glob(f"*/{_RECORD}"):
            try:
                post = Post.model_validate_json(record.read_bytes())
            except ValidationError:
                unreadable.append(record.parent.name)
            else:
                posts.append((record.parent.name, post))
        posts.sort(key=lambda entry: (entry[1].published_at, entry[0]), reverse=True)
        for name, wanted in (
            (_PAGE, overview_page(posts, sorted(unreadable)).encode()),
            (_FEED, feed(posts, self._root.as_uri())),
        ):
            path = self._root / name
            if not path.is_file() or path.read_bytes() != wanted:
                replace_file(path, wanted)

    @contextmanager
    def _alone(self) -> Generator[None, None, None]:
        """Keep other threads and processes from writing to the outbox meanwhile."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            lock = os.open(self._root / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX)
                for leftover in self._root.glob(f"{_UNFINISHED}*"):
                    shutil.rmtree(leftover)
                yield
            finally:
                os.close(lock)
        except OSError as error:
            raise PlatformUnavailable(
                f"The outbox {self._root} cannot be written: {error.strerror}."
            ) from error
