"""Orders to the outbox, and what can be found in it."""

import fcntl
import hashlib
import math
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from contracts import Language, Publication, PublishOrder, SettleOrder, VisualAsset

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PICTURE = b"\x89PNG not really"
SHA = hashlib.sha256(PICTURE).hexdigest()
TENANT = UUID(int=2)
EXECUTION = UUID("6f1c1f0e-6f0e-4b52-9a4e-3a4de3c0a001")
COPY = {"body": "El café de siempre, recién tostado.", "call_to_action": "Pruébalo"}


class Hours:
    """A clock that is one hour later each time it is read."""

    def __init__(self) -> None:
        self._times: Iterator[datetime] = (NOON + timedelta(hours=n) for n in range(1000))

    def __call__(self) -> datetime:
        """Return the next hour."""
        return next(self._times)


class Stopwatch:
    """Seconds that pass by each look at them, or when they are set; `then` happens once, `at`."""

    def __init__(
        self, step: float = 0.0, at: float = math.inf, then: Callable[[], object] = int
    ) -> None:
        self.now = 0.0
        self._step = step
        self._at = at
        self._then = then

    def __call__(self) -> float:
        """Return the seconds."""
        self.now += self._step
        if self.now >= self._at:
            self._at = math.inf
            self._then()
        return self.now


class Naps(Hours):
    """A clock whose reader is stopped for a minute each time."""

    def __init__(self, stopwatch: Stopwatch) -> None:
        super().__init__()
        self._stopwatch = stopwatch

    def __call__(self) -> datetime:
        """Return the next hour."""
        self._stopwatch.now += 60.0
        return super().__call__()


def asset(channel: str = "instagram", **changes: Any) -> VisualAsset:
    """Return a plausible creative with these fields changed."""
    values: dict[str, Any] = {
        "channel": channel,
        "placement": "feed",
        "sha256": SHA,
        "size_bytes": len(PICTURE),
        "media_type": "image/png",
        "width": 1080,
        "height": 1350,
        "text": COPY,
        "alt_text": "Una bolsa de café",
        "link": "https://www.tostadores.example/otono?a=1&b=2",
        "language": Language.SPANISH,
    }
    return VisualAsset.model_validate(values | changes)


def order(channel: str = "instagram", **changes: Any) -> PublishOrder:
    """Return a plausible order with these fields changed."""
    values: dict[str, Any] = {
        "step_key": f"campaign:c:exec:{EXECUTION}:step:PUBLISH:channel:{channel}",
        "campaign_id": UUID(int=1),
        "tenant_id": TENANT,
        "execution_id": EXECUTION,
        "channel": channel,
        "placement": "feed",
        "assets": [asset(channel)],
        "brief_sha256": "a" * 64,
        "report_sha256": "a" * 64,
    }
    return PublishOrder.model_validate(values | changes)


def settle(channel: str = "instagram", **changes: Any) -> SettleOrder:
    """Return the question for what `order(channel)` published, with these fields changed."""
    of = order(channel, **changes)
    return SettleOrder(
        step_key=of.step_key,
        campaign_id=of.campaign_id,
        tenant_id=of.tenant_id,
        execution_id=of.execution_id,
        channel=of.channel,
        placement=of.placement,
    )


def box_in(outbox: Path) -> Path:
    """Return the folder of the usual tenant in an outbox."""
    return outbox / str(TENANT)


def posts_in(root: Path) -> list[Path]:
    """Return the folders of all posts that a tenant has out, in the tenant's folder."""
    return sorted(path.parent for path in root.glob("*/post.json"))


def names_in(root: Path) -> list[str]:
    """Return the names of all files and folders at the top of a folder."""
    return sorted(path.name for path in root.iterdir())


def page_of(publication: Publication) -> str:
    """Return the page that a publication's address leads to."""
    assert publication.url is not None
    return bytes_at(publication.url).decode()


def bytes_at(address: str) -> bytes:
    """Return what lies at an address in the outbox."""
    return Path(address.removeprefix("file://")).read_bytes()


@contextmanager
def in_use(root: Path) -> Generator[None, None, None]:
    """Hold the lock of a tenant's folder, as another process does."""
    root.mkdir(parents=True, exist_ok=True)
    lock = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def state_of(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below the folder, with what it holds and when it was written."""
    return {
        str(path.relative_to(root)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in root.rglob("*")
        if path.is_file()
    }
