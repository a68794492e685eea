"""Files of many requests for tests."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from runtime.batch.judging import Batch, BatchFaulty, read_batch

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
Write = Callable[[str, str], Path]
"""Writes a file of this name and text."""

HEAD = (
    "name,product,purpose,audience,core_message,call_to_action,language,channels.0.channel,"
    "channels.0.placement,channels.1.channel,channels.1.placement,budget.total,brand.name,"
    "landing_url"
)
ROW = "{},Walks,More bookings,Neighbours,See the city,Book,en,x,post,{},{},{},Walks,https://e.org/w"
"""A row of a table: name, channel, placement and budget are left open."""


def fields(name: str, **changes: Any) -> dict[str, Any]:
    """Return the fields of a request as an operator writes them."""
    return {
        "name": name,
        "product": "Walks",
        "purpose": "More bookings",
        "audience": "Neighbours",
        "core_message": "See the city",
        "call_to_action": "Book",
        "language": "en",
        "channels": [{"channel": "x", "placement": "post"}],
        "budget": {"total": 300},
        "brand": {"name": "Walks"},
        "landing_url": "https://e.org/w",
        **changes,
    }


def written(*requests: dict[str, Any]) -> str:
    """Return requests as JSON lines."""
    return "".join(f"{json.dumps(request)}\n" for request in requests)


def read(path: Path) -> Batch:
    """Read a file at a fixed time."""
    return read_batch(path, now=NOW)


def faults(path: Path) -> list[str]:
    """Return every fault of a file, without the file's name."""
    with pytest.raises(BatchFaulty) as told:
        read(path)
    assert told.value.exit_status == 2
    listed = [fault.removeprefix(f"{path}: ") for fault in told.value.refusal().faults]
    assert all(fault in str(told.value) for fault in listed)
    return listed


def executions(batch: Batch) -> list[str]:
    """Return the executions of a batch in its order."""
    return [str(entry.prepared.request.execution_id) for entry in batch.entries]
