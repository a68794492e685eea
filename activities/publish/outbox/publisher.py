"""Publishing into a folder that people can look at and programs can read."""

import asyncio
import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Generator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final, TypeVar
from uuid import uuid4

from pydantic import ValidationError

from activities.publish.outbox.post import Post, content_of, folder_name, remote_id
from activities.publish.outbox.preview import feed, overview_page, post_page
from activities.store import replace_file, sync_folder
from contracts import (
    ArtifactMissing,
    OutcomeUnknowable,
    PlatformUnavailable,
    Publication,
    PublicationStatus,
    PublishOrder,
    Reconciliation,
    SettleOrder,
)

_RECORD: Final = "post.json"
_PAGE: Final = "index.html"
_FEED: Final = "feed.json"
_RETRACTED: Final = "retracted"
_LOCK: Final = ".lock"
_UNFINISHED: Final = ".new-"

_MARGIN: Final = timedelta(seconds=2)
"""How much sooner than `call_timeout` a call gives up, so that its caller still hears of it."""
_LOOK_AGAIN: Final = 0.01
"""Seconds until a lock that somebody else holds is tried again."""
_THREADS: Final = 4
"""One works and the others wait for the lock, until they give up: so one that hangs is not all."""

T = TypeVar("T")


class _Call:
    """The time in which one call may have its effect; it begins before the call has a thread."""

    def __init__(self, monotonic: Callable[[], float], seconds: float, line: "list[_Call]") -> None:
        self._monotonic = monotonic
        self._seconds = seconds
        self._until = monotonic() + seconds
        self._is_cut_off = threading.Event()
        self._line = line
        line.append(self)

    def cut_off(self) -> None:
        """End it: nobody waits for it any more, and no thread can be cancelled."""
        self._is_cut_off.set()
        self._leave_line()

    def check(self) -> None:
        """Go on only while there is time.

        Raises:
            PlatformUnavailable: The time is over.
        """
        if self._is_cut_off.is_set() or self._monotonic() >= self._until:
            raise PlatformUnavailable(
                "The outbox was in use or too slow: the call gave up within "
                f"{self._seconds:g} s and has changed nothing."
            )

    def take(self, lock: int, kind: int) -> None:
        """Take the lock in the order of the calls; the time is not over when it is ours.

        Whoever comes would be quicker than those who look again from time to time, so without the
        order the first of many could be the last.

        Raises:
            PlatformUnavailable: The time is over.
        """
        while self._line[:1] != [self] or not _is_taken(lock, kind):
            self.check()
            self._is_cut_off.wait(_LOOK_AGAIN)
        self._leave_line()
        self.check()

    def _leave_line(self) -> None:
        with suppress(ValueError):  # it has left already
            self._line.remove(self)


class Outbox:
    """One folder per post under `root`, with an overview page and a JSON Feed of all posts.

    A post appears in one step, once per step key, in whatever process the order runs. What was
    retracted lies under `root/retracted` and is never published again under its key. Title, copy,
    link and language come from the order's assets: whatever the public sees was audited.

    A call gives up, and changes nothing, before `call_timeout` is over. Until then, while it may
    still publish, it holds the lock that every question needs: what was not found never appears
    late, however long a process was stopped, whether it waited for the lock or had it.
    """

    def __init__(
        self,
        root: Path,
        clock: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the folder, what tells the time of a post, and what tells seconds that pass."""
        self._root = root.absolute()
        self._clock = clock
        self._monotonic = monotonic
        self._threads = _new_threads()
        self._line: list[_Call] = []

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
            PlatformUnavailable: The folder cannot be written, or not in time; this call has put
                nothing out and will not.
            OutcomeUnknowable: Other content is out under this key, or the post is there and may
                not be whole or lasting.
        """
        return await self._in_time(partial(self._publish, order, content))

    async def find(self, order: SettleOrder) -> Publication | None:
        """Return what lies under `order.step_key`, retracted or not, or `None`; write nothing.

        Raises:
            PlatformUnavailable: Somebody writes to the outbox, and may be about to publish it.
            OutcomeUnknowable: There is a post, but it cannot be read, or the folder cannot.
        """
        return await self._in_time(partial(self._find, order))

    async def retract(self, order: SettleOrder) -> Publication | None:
        """Move the post to `root/retracted`; twice is the same as once.

        Raises:
            OutcomeUnknowable: There is a post, but it cannot be read, or it was moved and may not
                stay so.
            PlatformUnavailable: The folder cannot be written, or not in time; this call has not
                moved the post and will not.
        """
        return await self._in_time(partial(self._retract, order))

    async def close(self) -> None:
        """Let the threads end, each after its calls; a later call has threads of its own."""
        ended, self._threads = self._threads, _new_threads()
        ended.shutdown(wait=False)

    async def _in_time(self, work: Callable[[_Call], T]) -> T:
        seconds = (self.call_timeout - _MARGIN).total_seconds()
        call = _Call(self._monotonic, seconds, self._line)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work, call)
        finally:
            call.cut_off()

    def _publish(
        self, order: PublishOrder, content: Mapping[str, bytes], call: _Call
    ) -> Publication:
        with self._alone(call):
            try:
                folder, post = self._published(order, content, call)
                self._refresh()
            except OSError as error:
                if self._look(order) is None:
                    raise
                raise OutcomeUnknowable(
                    f"The post for {order.step_key} is there, but the outbox {self._root} cannot "
                    f"be written: {error.strerror}."
                ) from error
        return self._publication(folder, post)

    def _published(
        self, order: PublishOrder, content: Mapping[str, bytes], call: _Call
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

    def _find(self, order: SettleOrder, call: _Call) -> Publication | None:
        try:
            with self._turn(call, os.O_RDONLY, fcntl.LOCK_SH):
                found = self._look(order)
        except FileNotFoundError:
            # Nobody has the lock, and whoever takes it from now on is bound to his own time.
            found = self._look(order)
        except OSError as error:
            raise self._unanswered(order, error) from error
        return found

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

    def _retract(self, order: SettleOrder, call: _Call) -> Publication | None:
        with self._alone(call):
            try:
                found = self._found(order)
                if found is None:
                    return None
                folder, post = found
                if folder.parent == self._root:
                    folder, post = self._taken_back(folder, post, call)
                self._refresh()
            except OSError as error:
                known = self._look(order)
                if known is None or known.status is PublicationStatus.SENT:
                    raise
                raise OutcomeUnknowable(
                    f"The post for {order.step_key} was moved, but the outbox {self._root} cannot "
                    f"be written: {error.strerror}."
                ) from error
        return self._publication(folder, post)

    def _taken_back(self, folder: Path, post: Post, call: _Call) -> tuple[Path, Post]:
        retracted = post.model_copy(update={"retracted_at": self._clock()})
        target = self._root / _RETRACTED / folder.name
        target.parent.mkdir(exist_ok=True)
        try:
            _describe(folder, retracted)
            call.check()
            folder.rename(target)
        except (OSError, PlatformUnavailable):
            _describe(folder, post)
            raise
        sync_folder(target.parent)
        return target, retracted

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

    def _write(self, order: PublishOrder, content: Mapping[str, bytes], call: _Call) -> Post:
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
            _describe(unfinished, post)
            call.check()
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
    def _alone(self, call: _Call) -> Generator[None, None, None]:
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
    def _turn(self, call: _Call, flags: int, kind: int) -> Generator[None, None, None]:
        lock = os.open(self._root / _LOCK, flags, 0o644)
        try:
            call.take(lock, kind)
            yield
        finally:
            os.close(lock)


def _new_threads() -> ThreadPoolExecutor:
    """Return threads that are not those of `asyncio.to_thread`, which others need meanwhile."""
    return ThreadPoolExecutor(_THREADS, thread_name_prefix="outbox")


def _describe(folder: Path, post: Post) -> None:
    replace_file(folder / _PAGE, post_page(post).encode())
    replace_file(folder / _RECORD, post.to_json())


def _is_taken(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
