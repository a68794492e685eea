"""One tenant's folder in the outbox: its posts, and the pages that show them."""

import fcntl
import os
import shutil
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from activities.publish.outbox.call import Call
from activities.publish.outbox.files import PAGE, RECORD, describe, refresh
from activities.publish.outbox.post import Post, content_of, folder_name, remote_id
from activities.store import replace_file, sync_folder
from contracts import (
    ArtifactMissing,
    OutcomeUnknowable,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    SettleOrder,
    Unreadable,
    read_kept,
)

_RETRACTED: Final = "retracted"
_LOCK: Final = ".lock"
_UNFINISHED: Final = ".new-"


class OutboxFolder:
    """One folder per post under `root`, with an overview page and a JSON Feed of the newest.

    A post appears in one step, once per step key, in whatever process the order runs. What was
    retracted lies under `root/retracted` and is never published again under its key. Title, copy,
    link and language come from the order's assets: whatever the public sees was audited.

    Every method ends, and changes nothing, when its call's time is over. Until then, while it may
    still publish, it holds the lock that every question needs: what was not found never appears
    late, however long a process was stopped, whether it waited for the lock or had it.
    """

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        """Take the folder, and what tells the time of a post."""
        self._root = root
        self._clock = clock

    def publish(self, order: PublishOrder, content: Mapping[str, bytes], call: Call) -> Publication:
        """Publish once per `order.step_key`; later calls return the first one's publication.

        Raises:
            ArtifactMissing: The bytes of an asset are not in `content`; nothing is out.
            PlatformUnavailable: The folder cannot be written, or not in time; this call has put
                nothing out and will not.
            OutcomeUnknowable: Other content is out under this key, or the post is there and may
                not be whole or lasting.
        """
        with self._alone(call):
            try:
                folder, post = self._published(order, content, call)
                refresh(self._root)
            except OSError as error:
                if self._look(order) is None:
                    raise
                raise OutcomeUnknowable(
                    f"The post for {order.step_key} is there, but the outbox {self._root} cannot "
                    f"be written: {error.strerror}."
                ) from error
        return self._publication(folder, post)

    def find(self, order: SettleOrder, call: Call) -> Publication | None:
        """Return what lies under `order.step_key`, retracted or not, or `None`; write nothing.

        Raises:
            PlatformUnavailable: Somebody writes to the folder, and may be about to publish it.
            OutcomeUnknowable: There is a post, but it cannot be read, or the folder cannot.
        """
        try:
            with self._turn(call, os.O_RDONLY, fcntl.LOCK_SH):
                found = self._look(order)
        except FileNotFoundError:
            # Nobody has the lock, and whoever takes it from now on is bound to his own time.
            found = self._look(order)
        except OSError as error:
            raise self._unanswered(order, error) from error
        return found

    def retract(self, order: SettleOrder, call: Call) -> Publication | None:
        """Move the post to `root/retracted`; twice is the same as once.

        Raises:
            OutcomeUnknowable: There is a post, but it cannot be read, or it was moved and may not
                stay so.
            PlatformUnavailable: The folder cannot be written, or not in time; this call has not
                moved the post and will not.
        """
        with self._alone(call):
            try:
                found = self._found(order)
                if found is None:
                    return None
                folder, post = found
                if folder.parent == self._root:
                    folder, post = self._taken_back(folder, post, call)
                refresh(self._root)
            except OSError as error:
                known = self._look(order)
                if known is None or known.status is PublicationStatus.SENT:
                    raise
                raise OutcomeUnknowable(
                    f"The post for {order.step_key} was moved, but the outbox {self._root} cannot "
                    f"be written: {error.strerror}."
                ) from error
        return self._publication(folder, post)

    def _published(
        self, order: PublishOrder, content: Mapping[str, bytes], call: Call
    ) -> tuple[Path, Post]:
        found = self._found(order)
        if found is None:
            found = self._root / folder_name(order), self._write(order, content, call)
        folder, post = found
        if post.content != content_of(order):
            raise OutcomeUnknowable(
                f"The outbox has other content under the key {order.step_key}, in {folder}: "
                "what was published once is not replaced."
            )
        return folder, post

    def _look(self, order: PublishOrder | SettleOrder) -> Publication | None:
        try:
            found = self._found(order)
        except OSError as error:
            raise self._unanswered(order, error) from error
        return None if found is None else self._publication(*found)

    def _unanswered(self, order: PublishOrder | SettleOrder, error: OSError) -> OutcomeUnknowable:
        return OutcomeUnknowable(
            f"The outbox {self._root} cannot be asked for {order.step_key}: {error}."
        )

    def _taken_back(self, folder: Path, post: Post, call: Call) -> tuple[Path, Post]:
        retracted = post.model_copy(update={"retracted_at": self._clock()})
        target = self._root / _RETRACTED / folder.name
        target.parent.mkdir(exist_ok=True)
        try:
            describe(folder, retracted)
            call.check()
            folder.rename(target)
        except (OSError, PlatformUnavailable):
            describe(folder, post)
            raise
        sync_folder(target.parent)
        return target, retracted

    def _publication(self, folder: Path, post: Post) -> Publication:
        retracted = folder.parent != self._root
        return post.publication((folder / PAGE).as_uri(), retracted=retracted)

    def _found(self, order: PublishOrder | SettleOrder) -> tuple[Path, Post] | None:
        for parent in (self._root, self._root / _RETRACTED):
            folder = parent / folder_name(order)
            try:
                return folder, read_kept(Post, (folder / RECORD).read_bytes())
            except Unreadable as error:
                raise OutcomeUnknowable(
                    f"The outbox has a post under {order.step_key}, but its record "
                    f"{folder / RECORD} cannot be read."
                ) from error
            except FileNotFoundError:
                continue
        return None

    def _write(self, order: PublishOrder, content: Mapping[str, bytes], call: Call) -> Post:
        post = Post(
            step_key=order.step_key,
            campaign_id=str(order.campaign_id),
            tenant_id=str(order.tenant_id),
            execution_id=str(order.execution_id),
            channel=order.channel,
            placement=order.placement,
            remote_id=remote_id(order.step_key),
            brief_sha256=order.brief_sha256,
            report_sha256=order.report_sha256,
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
            describe(unfinished, post)
            call.check()
            unfinished.rename(self._root / folder_name(order))
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        sync_folder(self._root)
        sync_folder(self._root.parent)  # a tenant's first post makes the tenant's folder
        return post

    @contextmanager
    def _alone(self, call: Call) -> Generator[None, None, None]:
        """Keep other threads and processes from using the outbox meanwhile."""
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            with self._turn(call, os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX):
                for leftover in self._root.glob(f"{_UNFINISHED}*"):
                    shutil.rmtree(leftover)
                yield
        except OSError as error:
            raise PlatformUnavailable(
                f"The outbox {self._root} cannot be written: {error.strerror}."
            ) from error

    @contextmanager
    def _turn(self, call: Call, flags: int, kind: int) -> Generator[None, None, None]:
        lock = os.open(self._root / _LOCK, flags, 0o644)
        try:
            call.take(lock, kind)
            yield
        finally:
            os.close(lock)
