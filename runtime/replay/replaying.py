"""Playing histories again, from files or from a Temporal that runs. Nothing is changed there."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory
from temporalio.converter import DataConverter, DefaultFailureConverter, PayloadCodec
from temporalio.exceptions import FailureError
from temporalio.plugin import SimplePlugin
from temporalio.runtime import Runtime, TelemetryConfig
from temporalio.worker import Replayer

from contracts import WORKFLOW_TYPE, CampaignRequest, as_prose, workflow_id
from runtime.campaigns.listing import running
from runtime.campaigns.stuck import attempts, why_stuck
from runtime.payloads.codec import payload_codec
from runtime.progress import Say
from runtime.refusals import WrongUse
from runtime.replay.replies import ReplayedHistory, ReplayReport
from runtime.settings import Settings
from runtime.temporal.connection import join
from runtime.temporal.converter import with_contracts
from runtime.temporal.errors import translated_errors
from runtime.temporal.plugin import PhoenixPlugin, client_identity

_TOLD_EVERY: Final = 50
"""Histories between two messages of progress."""
_MESSAGE: Final = re.compile(r'message: "((?:[^"\\]|\\.)*)"')
_NONDETERMINISM: Final = re.compile(r"message: \"(?:\[TMPRL1100\] )?(Nondeterminism[^\"]*)\"")


@dataclass(frozen=True)
class _Taken:
    """A history, and where it was taken from."""

    source: str
    history: WorkflowHistory
    stuck: str | None = None
    """Why no worker that is there can carry the run on, if that is so."""


async def replay_files(settings: Settings, paths: Sequence[Path], say: Say) -> ReplayReport:
    """Play the histories in files, as `temporal workflow show --output json` writes them.

    Args:
        settings: They name the keys, where histories are encrypted.
        paths: Files, and folders whose `.json` files are meant, with those in folders below.
        say: Hears of the progress.

    Raises:
        WrongUse: There is no history, or something else is in a file.
    """
    codec = payload_codec(settings.payload_keys)
    taken = [await _read(path, codec) for path in _files(paths)]

    async def each() -> AsyncIterator[_Taken]:
        for one in taken:
            yield one

    return await _replay(each(), codec, say)


async def replay_open(settings: Settings, say: Say) -> ReplayReport:
    """Play the histories of all campaigns that have not ended on the Temporal that is meant.

    Raises:
        WrongUse: It cannot be reached.
    """
    client = await join(settings, client_identity(settings.identity))
    return await _replay(_open_histories(client), payload_codec(settings.payload_keys), say)


async def _open_histories(client: Client) -> AsyncIterator[_Taken]:
    for execution in await running(client):
        name = workflow_id(execution)
        with translated_errors(str(execution)):
            history = await client.get_workflow_handle(name).fetch_history()
            yield _Taken(name, history, await _why_stuck(client, name))


async def _why_stuck(client: Client, name: str) -> str | None:
    """Return why a campaign stands still: its history ends before what is in its way."""
    in_vain = (await attempts(client, [name])).get(name)
    if in_vain is None:
        return None
    return (
        f"it is stuck: workers have tried in vain {in_vain} times to carry it on, and its history "
        f"ends there ({await why_stuck(client, name)})"
    )


async def _replay(
    taken: AsyncIterator[_Taken], codec: PayloadCodec | None, say: Say
) -> ReplayReport:
    silent = Runtime(telemetry=TelemetryConfig(logging=None))  # the SDK's core writes to stdout
    plugins = [PhoenixPlugin(codec=codec), SimplePlugin("readable", data_converter=_readable)]
    replayer = Replayer(workflows=[], plugins=plugins, runtime=silent)
    replayed: list[ReplayedHistory] = []
    async for one in taken:
        replayed.append(await _replayed(replayer, one))
        if len(replayed) % _TOLD_EVERY == 0:
            say(f"{len(replayed)} histories played")
    return ReplayReport.of(replayed)


async def _replayed(replayer: Replayer, taken: _Taken) -> ReplayedHistory:
    with _silenced():
        result = await replayer.replay_workflow(taken.history, raise_on_replay_failure=False)
    failure = result.replay_failure
    why_not = taken.stuck if failure is None else _told(failure)
    return ReplayedHistory(
        source=taken.source,
        workflow_id=taken.history.workflow_id,
        events=len(taken.history.events),
        is_same=why_not is None,
        why_not=None if why_not is None else as_prose(why_not),
    )


def _readable(existing: DataConverter | None) -> DataConverter:
    """Let errors keep their words, which go nowhere: encrypted, they would tell nobody."""
    converter = existing or DataConverter.default
    return replace(converter, failure_converter_class=DefaultFailureConverter)


@contextmanager
def _silenced() -> Generator[None]:
    """Let the SDK log nothing: what fails is told in the answer, and not by its stack."""
    log = logging.getLogger("temporalio")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)


def _told(failure: Exception) -> str:
    """Return what is wrong, out of what the SDK's core says around it."""
    told = _NONDETERMINISM.search(str(failure))
    if told is not None:
        return told[1]
    told = _MESSAGE.search(str(failure))
    words = str(failure) if told is None else told[1].replace('\\"', '"').replace("\\n", " ")
    return f"it cannot be played: {words}"


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        below = sorted(path.rglob("*.json")) if path.is_dir() else [path]
        if not below:
            raise WrongUse(f"replay: {path} holds no history, which is a file *.json")
        files += below
    return files


async def _read(path: Path, codec: PayloadCodec | None) -> _Taken:
    try:
        text = await asyncio.to_thread(path.read_text, encoding="utf-8-sig")
        history = WorkflowHistory.from_json("unknown", json.loads(text))
    except OSError as error:
        raise WrongUse(f"replay: {path} cannot be read: {error.strerror}") from error
    except Exception as error:
        # Whatever the library has against it: it reads what people may have edited.
        raise _no_history(path, _why_unread(error)) from error
    return _Taken(str(path), WorkflowHistory(await _id_of(history, path, codec), history.events))


def _why_unread(error: Exception) -> str:
    match error:
        case UnicodeDecodeError():
            return "it is no text in UTF-8"
        case json.JSONDecodeError():
            return f"it is no JSON from line {error.lineno}, column {error.colno} on"
        case RecursionError():
            return "it is nested too deeply"
        case _:
            return "its JSON has no list of events as Temporal writes them"


async def _id_of(history: WorkflowHistory, path: Path, codec: PayloadCodec | None) -> str:
    """Return the id of a run: older servers do not write it into the history."""
    first = history.events[0] if history.events else None
    if first is None or first.event_type != EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED:
        raise _no_history(path, "it does not begin with a start")
    started = first.workflow_execution_started_event_attributes
    if started.workflow_type.name != WORKFLOW_TYPE:
        raise _no_history(path, f"it is of another workflow, {started.workflow_type.name!r}")
    if started.workflow_id:
        return started.workflow_id
    try:
        (request,) = await with_contracts(codec=codec).decode(
            started.input.payloads[:1], [CampaignRequest]
        )
    except FailureError:  # a request that was refused has a history, too
        return path.stem
    return workflow_id(request.execution_id)


def _no_history(path: Path, why: str) -> WrongUse:
    return WrongUse(
        f"replay: {path} is no history of a campaign: {why}; give what 'temporal workflow show "
        "--workflow-id campaign-<execution> --output json' writes"
    )
