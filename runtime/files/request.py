"""A campaign request as an operator writes it: one file, with the files that it names beside it.

Rule 1: everything is checked before anything is stored or started.
Rule 2: the same content gives the same `execution_id`, so a file submitted twice is a duplicate.
Rule 3: what looks right and is hardly meant is refused or said here, before it costs anything.
"""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from pydantic import ValidationError

from activities.ports import ArtifactStores
from contracts import (
    DEFAULT_TENANT,
    MAX_REQUEST_FILE_BYTES,
    Budget,
    CampaignRequest,
    ChannelPlan,
    Contract,
    ContractInvalid,
    explain,
)
from domain.platforms import placement_of
from domain.signing import derived_id
from runtime.files.attachments import Attachment, attach
from runtime.files.cut_text import refuse_cut_text, yaml_lines
from runtime.files.doubts import doubts, too_fine
from runtime.files.grouped_total import refuse_grouped_total
from runtime.files.one_text import one_text
from runtime.files.plain_data import Unreadable, composed, read_json, read_yaml
from runtime.refusals import WrongUse

_EXECUTIONS: Final = uuid5(NAMESPACE_URL, "https://phoenix.invalid/executions")
_CAMPAIGNS: Final = uuid5(NAMESPACE_URL, "https://phoenix.invalid/campaigns")


C = TypeVar("C", bound=Contract)


@dataclass(frozen=True)
class Written:
    """The fields of one request as they stand in a file."""

    path: Path
    """The file. Paths in the request are relative to its folder."""
    where: str
    """How messages call it: the file, and the line when the file holds several requests."""
    fields: dict[str, Any]
    notes: tuple[str, ...] = ()
    """What is to be said about how they are written."""


@dataclass(frozen=True)
class PreparedRequest:
    """A request that is ready to start, and the bytes that have to be stored before."""

    request: CampaignRequest
    attachments: tuple[Attachment, ...]
    notes: tuple[str, ...] = ()
    """What is possible in it and perhaps not meant, as sentences that name file and field."""

    async def store(self, stores: ArtifactStores) -> None:
        """Store what the request refers to, as its tenant's; doing it again changes nothing."""
        store = stores.of(self.request.tenant_id)
        for attachment in self.attachments:
            await store.put(attachment.data, attachment.ref.media_type)


def read_request(
    path: Path,
    *,
    new_execution: bool = False,
    attach_from: Sequence[Path] = (),
    now: datetime | None = None,
) -> PreparedRequest:
    """Read and check a request in YAML or JSON, and the files that it names.

    Args:
        path: The file. Paths in it are relative to its folder, and lead beneath it.
        new_execution: Ask for another run of the same campaign.
        attach_from: Folders beneath which files may lie, too.
        now: The present time, by which its moments are judged; without it none is.

    Raises:
        WrongUse: Something is wrong, or hardly meant; the message names the file and the field.
    """
    return prepared(_written(path), new_execution=new_execution, attach_from=attach_from, now=now)


def prepared(
    written: Written,
    *,
    new_execution: bool = False,
    attach_from: Sequence[Path] = (),
    now: datetime | None = None,
) -> PreparedRequest:
    """Check a request that was read, wherever it stands, and take along the files that it names.

    Args:
        written: The request.
        new_execution: As for `read_request`.
        attach_from: As for `read_request`.
        now: As for `read_request`.

    Raises:
        WrongUse: As for `read_request`; every fault is told, each with its field.
    """
    where, fields = written.where, deepcopy(written.fields)
    faults: list[str] = []
    attachments: list[Attachment] = []
    try:
        attachments = attach(written.path, fields, attach_from, where)
    except WrongUse as error:
        faults.append(str(error).removeprefix(f"{where}: "))
        _leave_files_out(fields)
    fields = one_text(fields)
    derived = _fill_in_ids(where, fields, new_execution=new_execution)
    faults += _faults_of_parts(fields)
    try:
        request = CampaignRequest.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        raise WrongUse(f"{where}: {'; '.join([*faults, explain(error)])}") from error
    if faults:
        raise WrongUse(f"{where}: {'; '.join(faults)}")
    if derived:
        request = request.model_copy(update={"execution_id": execution_of(request)})
    said = [f"{where}: {doubt}" for doubt in (doubts(request, now) if now else ())]
    return PreparedRequest(request, tuple(attachments), (*written.notes, *said))


def execution_of(request: CampaignRequest) -> UUID:
    """Return the execution id that follows from everything else in a request."""
    return derived_id(_EXECUTIONS, request, without={"execution_id"})


def read_bytes(path: Path, limit: int) -> bytes:
    """Return the content of a regular file that is not too large.

    Raises:
        WrongUse: It is missing, unreadable, no regular file, or larger than `limit` bytes.
    """
    try:
        if not path.is_file():
            what = "is not a regular file" if path.exists() else "does not exist"
            raise WrongUse(f"{path}: {what}")
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        raise WrongUse(f"{path}: cannot be read: {error}") from error
    if len(data) > limit:
        raise WrongUse(f"{path}: is larger than {limit:,} bytes")
    return data


def read_text(path: Path, limit: int = MAX_REQUEST_FILE_BYTES) -> str:
    """Return the content of a text file in UTF-8.

    Raises:
        WrongUse: As for `read_bytes`, or it is not UTF-8.
    """
    try:
        return read_bytes(path, limit).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongUse(f"{path}: is not UTF-8 text (byte {error.start})") from error


def _written(path: Path) -> Written:
    """Read the one request of a file."""
    text = read_text(path)
    notes: list[str] = []
    try:
        if path.suffix.lower() == ".json":
            value = read_json(text)
        else:
            value = read_yaml(text)
            nodes = composed(text)
            refuse_grouped_total(nodes)
            notes = [f"{path}: {note}" for note in refuse_cut_text(yaml_lines(text), nodes)]
    except Unreadable as error:
        raise WrongUse(f"{path}: {error}") from error
    if not isinstance(value, dict):
        raise WrongUse(f"{path}: must hold the fields of one request, such as 'name: …'")
    return Written(path, str(path), value, tuple(notes))


def _faults_of_parts(fields: dict[str, Any]) -> Iterator[str]:
    """Say what is wrong beyond the contract, as far as the parts that it is about fit theirs."""
    plans = fields.get("channels")
    for index, raw in enumerate(plans if isinstance(plans, list) else ()):
        plan = _read_if_valid(ChannelPlan, raw)
        try:
            if plan is not None:
                placement_of(plan.channel, plan.placement)
        except ContractInvalid as error:
            yield f"channels.{index}: {str(error).removeprefix('channels: ')}"
    budget = _read_if_valid(Budget, fields.get("budget"))
    if budget is not None and (fault := too_fine(budget)):
        yield fault


def _read_if_valid(contract: type[C], raw: Any) -> C | None:
    try:
        return contract.model_validate_json(json.dumps(raw))
    except ValidationError:
        return None  # told with the whole


def _leave_files_out(fields: dict[str, Any]) -> None:
    """Take out what could not be taken along, so that its fault is told once."""
    fields.pop("sources", None)
    if isinstance(brand := fields.get("brand"), dict):
        brand.pop("logo", None)


def _fill_in_ids(where: str, fields: dict[str, Any], *, new_execution: bool) -> bool:
    """Add the ids that the file leaves out; tell whether the execution's has to be derived."""
    fields.setdefault("tenant_id", str(DEFAULT_TENANT))
    known_as = f"{fields['tenant_id']}:{fields.get('name', '')}"
    fields.setdefault("campaign_id", str(uuid5(_CAMPAIGNS, known_as)))
    if new_execution:
        _uuid_if_given(where, fields)
        fields["execution_id"] = str(uuid4())
        return False
    if "execution_id" in fields:
        return False
    fields["execution_id"] = str(UUID(int=0))  # stands in until the rest is known to be valid
    return True


def _uuid_if_given(where: str, fields: dict[str, Any]) -> None:
    given = fields.get("execution_id")
    try:
        if given is not None:
            UUID(given)
    except (ValueError, AttributeError, TypeError) as error:
        raise WrongUse(f"{where}: execution_id: must be a UUID") from error
