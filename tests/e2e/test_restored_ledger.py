"""The drill: a ledger is lost and restored, and nothing goes out twice or is claimed unproven.

What is done here is what `docs/operations.md` tells an operator to do.
"""

import json
import os
import shutil
import signal
import socket
from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from activities.publish.keys import idempotency_key
from contracts import CampaignState, Place, PublicationStatus, WaitingFor, step_key
from tests.chaos.book import read_book
from tests.chaos.platform import SECRET, running
from tests.e2e.command_line import REQUEST, CommandLine, Done
from tests.e2e.installation import free_port, until

pytestmark = [pytest.mark.drill, pytest.mark.e2e, pytest.mark.timeout(600)]

SENT, NOT_SENT = PublicationStatus.SENT, PublicationStatus.NOT_SENT
UNKNOWN = PublicationStatus.UNKNOWN
PLACES = {
    "keyed": Place("instagram", "feed"),
    "queryable": Place("x", "post"),
    "neither": Place("email", "newsletter"),
}
SECRETS = {"DRILL_SECRET": SECRET}


@dataclass(frozen=True)
class Drill:
    """An installation that publishes on a channel of each level of honesty."""

    line: CommandLine
    book: Path
    folder: Path

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.line.home / "ledger.db"

    def say(self, *arguments: str, status: int = 0) -> Done:
        """Give a command that has to end with this status."""
        done = self.line(*arguments, **SECRETS)
        assert done.returncode == status, done.stderr + done.stdout
        return done

    def start(self, execution: str, extra: str = "") -> None:
        """Start a campaign on all three channels."""
        places = "".join(
            f"  - {{channel: {place.channel}, placement: {place.placement}}}\n"
            for place in PLACES.values()
        )
        text = REQUEST.replace("  - {channel: instagram, placement: feed}\n", places)
        path = self.folder / f"{execution}.yaml"
        path.write_text(f"{ids(execution)}{extra}{text}")
        self.say("start", str(path))

    def status(self, execution: str) -> dict[str, PublicationStatus]:
        """Return what is said of each channel."""
        known = self.line.status(execution)
        return {channel.channel: channel.status for channel in known.channels}

    def waits_for(self, execution: str, on: WaitingFor) -> None:
        """Return when a campaign waits for this."""

        def waits() -> bool:
            wait = self.line.status(execution).wait
            return wait is not None and wait.on is on

        until(waits, f"{execution} does not wait for {on}")

    def effects(self, execution: str) -> Counter[str]:
        """Return how often a campaign is out, by channel, as the platform itself knows it."""
        return Counter(
            line["step_key"].split(":channel:")[1].partition(":")[0]
            for line in read_book(self.book, "effect")
            if execution in line["step_key"]
        )


def ids(execution: str) -> str:
    """Return the lines that name a request."""
    return f"execution_id: {execution}\ncampaign_id: {execution}\n"


def keys(execution: str) -> list[str]:
    """Return the keys under which a campaign publishes."""
    name = UUID(execution)
    return [
        idempotency_key(step_key(name, name, CampaignState.PUBLISH, place))
        for place in PLACES.values()
    ]


BEFORE, IN_FLIGHT, LATER = (str(uuid4()) for _ in range(3))


@pytest.fixture
def drill(tmp_path: Path) -> Generator[Drill]:
    """Give a test an installation whose second campaign hangs in its calls, after the effect."""
    line = CommandLine.under(tmp_path)
    line.home.mkdir()
    book, plan = tmp_path / "book.jsonl", tmp_path / "faults.json"
    plan.write_text(json.dumps({key: ["hang-after"] for key in keys(IN_FLIGHT)}))
    with running(book, "--plan", str(plan)) as url:
        channels = "".join(
            f"[channels.{place.channel}]\n"
            'publisher = "webhook"\n'
            f'url = "{url}/{level}"\n'
            'secret_env = "DRILL_SECRET"\n'
            f'reconciliation = "{level}"\n'
            "timeout_seconds = 6\n"
            for level, place in PLACES.items()
        )
        (line.home / "channels.toml").write_text(channels)
        try:
            yield Drill(line, book, tmp_path)
        finally:
            line.stop()


def test_a_restored_ledger_sends_nothing_twice_and_denies_nothing(drill: Drill) -> None:
    """What the backup has forgotten is looked for where it can be, and asked for where not."""
    drill.start(BEFORE)
    drill.waits_for(BEFORE, WaitingFor.METRICS)
    drill.say("ledger", "backup", str(drill.folder / "backup.db"))
    drill.start(IN_FLIGHT)
    drill.start(LATER, "review: {mode: always}\n")
    drill.waits_for(LATER, WaitingFor.REVIEW)
    until(lambda: drill.effects(IN_FLIGHT).total() == len(PLACES), "the calls do not begin")

    os.kill(drill.line.pid("worker"), signal.SIGKILL)  # and the disk with the ledger is gone
    drill.say("down")
    for lost in drill.ledger.parent.glob("ledger.db*"):
        lost.unlink()
    shutil.copy(drill.folder / "backup.db", drill.ledger)

    refused = drill.say("up", status=2)
    assert "is a backup" in refused.stderr
    drill.say("ledger", "restored")
    drill.say("up")

    drill.waits_for(IN_FLIGHT, WaitingFor.RESOLUTION)
    drill.say("review", LATER, "approve", "--digest", str(drill.line.status(LATER).report_digest))
    drill.waits_for(LATER, WaitingFor.RESOLUTION)
    proven = {"instagram": SENT, "x": SENT, "email": UNKNOWN}
    assert drill.status(IN_FLIGHT) == proven
    assert drill.status(LATER) == proven
    assert drill.status(BEFORE) == dict.fromkeys(proven, SENT)

    drill.say("resolve", IN_FLIGHT, "email", "sent", "--remote-id", "seen-there")
    drill.waits_for(IN_FLIGHT, WaitingFor.METRICS)
    drill.say("resolve", LATER, "email", "not-sent")
    ended = drill.line.result(LATER)

    places = {place: entry.status for place, entry in ended.latest_publications().items()}
    assert places[PLACES["neither"]] is NOT_SENT
    assert drill.effects(BEFORE) == drill.effects(IN_FLIGHT) == Counter(proven.keys())
    assert drill.effects(LATER) == Counter(["instagram", "x"])


def test_a_copy_of_a_home_does_not_publish_what_the_first_one_will(tmp_path: Path) -> None:
    """A snapshot that is started beside the original says what it is before it does anything."""
    first = CommandLine.under(tmp_path)
    try:
        assert first("up").returncode == 0
        assert first("down").returncode == 0
        shutil.copytree(first.home, tmp_path / "copy")
        copy = CommandLine(tmp_path / "copy", free_port(), free_port())
        refused = copy("up")
        copy.stop()
        assert first("up").returncode == 0
    finally:
        first.stop()

    assert refused.returncode == 2
    assert f"is a copy of {socket.gethostname()}:{first.home}" in refused.stderr
    assert "starter.py ledger restored" in refused.stderr
