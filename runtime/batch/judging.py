"""A whole file of requests, judged before any of them is started."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from runtime.batch.entries import entries_of
from runtime.batch.replies import BatchRefusal
from runtime.files.attachments import Attachment, refuse_no_folder
from runtime.files.request import PreparedRequest, prepared
from runtime.refusals import WrongUse, told

MAX_ENTRIES: Final = 10_000
"""Requests in one file."""
MAX_FILES_BYTES: Final = 256_000_000
"""All different feeds and logos that the requests of one file name, together: they are kept in
memory until all of them have been judged."""


class BatchFaulty(WrongUse):
    """A file has faults; all of them are told, and nothing was started."""

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        self._faults = faults
        self._summary = f"{path}: {len(faults)} of its requests cannot be started; nothing was"
        super().__init__("\n".join([*faults, self._summary]))

    def refusal(self, typed: Sequence[str] = ()) -> BatchRefusal:
        """See base class."""
        return BatchRefusal(
            message=told(self._summary, typed),
            exit_status=self.exit_status,
            faults=[told(fault, typed) for fault in self._faults],
        )


@dataclass(frozen=True)
class JudgedEntry:
    """A request that may be started."""

    line: int
    prepared: PreparedRequest
    same_as: int | None
    """The line of the same request earlier in the file: that one is started."""


@dataclass(frozen=True)
class Batch:
    """A file without a fault."""

    path: Path
    entries: Sequence[JudgedEntry]


def read_batch(path: Path, *, attach_from: Sequence[Path] = (), now: datetime) -> Batch:
    """Read and judge all requests of a file, and take along the files that they name.

    Args:
        path: The file: JSON lines, YAML or CSV.
        attach_from: Folders beneath which files may lie, beside the file's own.
        now: The present time, by which moments are judged.

    Raises:
        WrongUse: The file has a fault; the message tells every one, with line and field.
    """
    refuse_no_folder(attach_from)
    judging = _Judging(path)
    for number, (line, found) in enumerate(entries_of(path), start=1):
        if number > MAX_ENTRIES:
            judging.faults.append(f"{path}: line {line}: is more than {MAX_ENTRIES:,} requests")
            break
        if isinstance(found, str):
            judging.faults.append(f"{path}: line {line}: {found}")
            continue
        try:
            judging.take(line, prepared(found, attach_from=attach_from, now=now))
        except WrongUse as error:
            judging.faults.append(str(error))
    if judging.faults:
        raise BatchFaulty(path, judging.faults)
    if not judging.entries:
        raise WrongUse(f"{path}: holds no request")
    return Batch(path, judging.entries)


class _Judging:
    """What is known of a file so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.entries: list[JudgedEntry] = []
        self.faults: list[str] = []
        self._by_execution: dict[UUID, JudgedEntry] = {}
        self._by_campaign: dict[tuple[UUID, UUID], JudgedEntry] = {}
        self._files: dict[str, Attachment] = {}
        self._room = MAX_FILES_BYTES
        self._is_full = False

    def take(self, line: int, given: PreparedRequest) -> None:
        """Add a request that is well by itself.

        Raises:
            WrongUse: It contradicts an earlier one, or the files are too large together.
        """
        request = given.request
        where = f"{self._path}: line {line}"
        earlier = self._by_execution.get(request.execution_id)
        if earlier is not None and earlier.prepared.request != request:
            raise WrongUse(
                f"{where}: execution_id: stands in line {earlier.line} with another request; "
                "leave it out, so that it follows from the content"
            )
        same = self._by_campaign.get((request.tenant_id, request.campaign_id))
        if earlier is None and same is not None:
            raise WrongUse(
                f"{where}: name: line {same.line} is the same campaign with other content; give "
                "each campaign a name of its own, or a campaign_id"
            )
        entry = JudgedEntry(
            line, self._sharing_files(where, given), earlier.line if earlier else None
        )
        self.entries.append(entry)
        self._by_execution.setdefault(request.execution_id, entry)
        self._by_campaign.setdefault((request.tenant_id, request.campaign_id), entry)

    def _sharing_files(self, where: str, given: PreparedRequest) -> PreparedRequest:
        """Keep bytes once that many requests name, and none beyond what there is room for."""
        for one in given.attachments:
            if one.ref.sha256 in self._files or self._is_full:
                continue
            self._room -= one.ref.size
            if self._room < 0:
                self._is_full = True
                self.faults.append(
                    f"{where}: from here on, the files that requests name take more than "
                    f"{MAX_FILES_BYTES:,} bytes together; divide the batch"
                )
            else:
                self._files[one.ref.sha256] = one
        shared = [self._files.get(one.ref.sha256) for one in given.attachments]
        return replace(given, attachments=tuple(one for one in shared if one is not None))
